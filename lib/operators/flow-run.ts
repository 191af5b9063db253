/* eslint-disable @typescript-eslint/no-deprecated -- a subscriber that exists before its source is subscribed to */
import { Subscriber, Subscription, from, isObservable, type ObservableInput, type Observer } from 'rxjs';
import type { CallEnd } from '../actions/call-end.js';
import { whileCutting } from '../actions/ending-call.js';
import type { CallFlow, LiveCall } from '../actions/live-call.js';
import type { LiveSet, Place } from '../connection/live-set.js';
import { FlowError } from '../protocol/errors.js';
import { isBecauseOfTheEnd } from './flow-failure.js';
import { returnedStream } from './returned-stream.js';
import { watchUnattended } from './unattended-call.js';

/** How long `after` waits for an `async` flow to settle, in ms. */
export const SETTLE_TIMEOUT = 10_000;

/** The call that a flow runs for. */
export interface FlowOwner<T> {
  /** The flows that are running. */
  readonly runs: LiveSet<FlowRun<T>>;
  next(value: T): void;
  /** Called when the flow has completed, has failed or was unsubscribed. */
  done(run: FlowRun<T>): void;
}

/** Work for a call when it has ended. */
export type After = (end: CallEnd) => ObservableInput<unknown>;

/** The flow of one call, from its start to the end of the call and of the work after it. */
export class FlowRun<T> implements CallFlow, Observer<T> {
  /** Its place among the running flows of its owner. */
  readonly place: Place<FlowRun<T>>;
  readonly #call: LiveCall;
  readonly #owner: FlowOwner<T>;
  readonly #after: After | undefined;
  #running: Subscription | undefined;
  #watch: Subscription | undefined;
  /** Makes drains wait for the work after the call. */
  #outlasting: Subscription | undefined;
  #isDone = false;
  /** Resolves when an `async` flow, which cannot be unsubscribed, has settled. */
  #settled: Promise<void> | undefined;

  constructor(call: LiveCall, owner: FlowOwner<T>, after: After | undefined) {
    this.#call = call;
    this.#owner = owner;
    this.#after = after;
    this.place = owner.runs.insert(this);
    call.addFlow(this);
  }

  /** Makes the flow and runs it. */
  start(flow: () => ObservableInput<T>): void {
    try {
      const input = returnedStream(flow(), 'the flow');
      if (isAsync(input)) {
        this.#settled = this.#runOn(input);
        return;
      }
      // Created first: the call may end, and unsubscribe the flow, while it is being subscribed to.
      const subscriber = new Subscriber<T>(this);
      this.#running = subscriber;
      from(input).subscribe(subscriber);
    } catch (cause) {
      this.error(cause);
    }
  }

  /** Unsubscribes the flow and hangs up its call, if it is still running. */
  abandon(): void {
    if (this.#isDone) return;
    // Hung up first, so that no stops are sent for the operations of the flow.
    this.#call.abandon();
    this.#stop();
    this.#leave();
  }

  cut(): void {
    const { activeCalls, callId } = this.#call;
    if (this.#after !== undefined) this.#outlasting = activeCalls.outlasting.add(`"after" of call ${callId}`);
    this.#stop();
  }

  afterwards(end: CallEnd): void {
    const after = this.#after;
    if (after === undefined) return;
    if (this.#settled === undefined) return this.#follow(after, end);
    const waiting = new Subscription();
    const follow = (): void => {
      if (waiting.closed) return;
      waiting.unsubscribe();
      this.#follow(after, end);
    };
    waiting.add(this.#call.connection.platform.scheduler.schedule(follow, SETTLE_TIMEOUT));
    void this.#settled.then(follow);
  }

  /** Runs an `async` flow. It keeps running when its call is over, and drains wait for it. */
  async #runOn(input: PromiseLike<T> | AsyncIterable<T>): Promise<void> {
    const { activeCalls, callId } = this.#call;
    const outlasting = activeCalls.outlasting.add(`the async flow of call ${callId}`);
    try {
      if (isPromise(input)) {
        this.next(await input);
      } else {
        for await (const value of input) {
          if (this.#isDone) break;
          this.next(value);
        }
      }
      this.complete();
    } catch (cause) {
      this.error(cause);
    }
    outlasting.unsubscribe();
  }

  /** @internal Emits a value of the flow. */
  next(value: T): void {
    if (!this.#isDone) this.#owner.next(value);
  }

  /** @internal Called when the flow completes. */
  complete(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    if (!this.#call.isOver && !this.#call.isBeingHungUp) this.#watch = watchUnattended(this.#call);
    this.#owner.done(this);
  }

  /** @internal Called when the flow fails. */
  error(cause: unknown): void {
    if (!isBecauseOfTheEnd(this.#call, cause)) this.#report(cause);
    if (this.#isDone) return;
    this.#call.abandon();
    this.#isDone = true;
    this.#owner.done(this);
    this.#leave();
  }

  /** Unsubscribes the flow. An error thrown by its teardown is reported as a failure of the flow. */
  #stop(): void {
    const wasDone = this.#isDone;
    this.#isDone = true;
    try {
      whileCutting(this.#call, () => {
        this.#running?.unsubscribe();
        this.#watch?.unsubscribe();
      });
    } catch (cause) {
      this.#report(cause);
    }
    if (!wasDone) this.#owner.done(this);
  }

  /** Removes the flow from its call, unless there is work after the call. */
  #leave(): void {
    if (this.#after === undefined) this.#call.removeFlow(this);
  }

  #follow(after: After, end: CallEnd): void {
    const done = (): void => this.#outlasting?.unsubscribe();
    const failed = (cause: unknown): void => {
      this.#report(cause);
      done();
    };
    try {
      from(returnedStream(after(end), 'after')).subscribe({ error: failed, complete: done });
    } catch (cause) {
      failed(cause);
    }
  }

  #report(cause: unknown): void {
    this.#call.connection.report(new FlowError(this.#call.callId, cause));
  }
}

type Async<T> = PromiseLike<T> | AsyncIterable<T>;

const isPromise = <T>(input: Async<T>): input is PromiseLike<T> =>
  typeof (input as Partial<PromiseLike<T>> | null | undefined)?.then === 'function';

/** Whether a flow is a promise or an async generator, which keeps running when it is unsubscribed. */
function isAsync<T>(input: ObservableInput<T>): input is Async<T> & ObservableInput<T> {
  if (isObservable(input)) return false;
  return (
    isPromise(input as Async<T>) ||
    typeof (input as Partial<AsyncIterable<T>> | null | undefined)?.[Symbol.asyncIterator] === 'function'
  );
}
