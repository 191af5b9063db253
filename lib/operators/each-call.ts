import { Observable, type ObservableInput, type OperatorFunction, type Subscriber } from 'rxjs';
import type { CallEnd } from '../actions/call-end.js';
import { liveCallOf, type CallHandle, type LiveCall, type liveCall } from '../actions/live-call.js';
import { LiveSet } from '../connection/live-set.js';
import { record, optional } from '../protocol/options/schema.js';
import { that } from '../protocol/options/values.js';
import { FlowRun, type After, type FlowOwner } from './flow-run.js';

/** A call, as `eachCall` sees it. */
export interface FlowCall {
  readonly [liveCall]: CallHandle;
}

/** Options of `eachCall`. */
export interface EachCallOptions<C> {
  /**
   * Work to do after a call. It runs once for each call whose flow was started, when the call has ended and its flow
   * has completed, was unsubscribed or, if it is `async`, has settled (after 10 s at the latest). It also runs when
   * `eachCall` was unsubscribed, when the session was lost, and at `close()`. Its values are dropped; an error is
   * reported on `errors$` as a `FlowError`.
   */
  readonly after?: ((call: C, end: CallEnd) => ObservableInput<unknown>) | undefined;
}

const aFunction = that('a function', (value) => typeof value === 'function');
const read = record<EachCallOptions<never>>({ after: optional(aFunction) });

/**
 * Runs one flow for each call, side by side, and emits what the flows emit.
 *
 * - A flow lives as long as its call: when the call ends, the flow is unsubscribed before anything else of the call
 *   completes, so that no step of it runs after the caller is gone. An `async` flow cannot be unsubscribed: its reads
 *   reject, and it keeps running.
 * - Work that must outlive the call belongs in `after`, or under `shield()`.
 * - When a flow fails, or throws while it is made or unsubscribed, a `FlowError` with the `cause` is reported on
 *   `errors$` and the call is hung up. Every other call continues. A flow that fails because its own call has ended is
 *   not reported.
 * - A flow that completes leaves its call as it is.
 * - Unsubscribing hangs up the calls whose flow is still running, so that no caller is left in silence.
 *
 * @param flow makes the flow of a call.
 * @throws {RangeError} when `flow` or `after` is not a function, and {TypeError} for an unknown option.
 * @example
 * ```ts
 * import { RelayClient, eachCall, tts } from 'relay-rx';
 * import { concat } from 'rxjs';
 *
 * const client = new RelayClient({ contexts: ['default'] });
 * client.calls$
 *   .pipe(
 *     eachCall((call) => concat(call.answer(), call.playTTS({ text: 'Goodbye.' }), call.hangup()), {
 *       after: async (call, end) => console.log(call.callId, end.reason),
 *     }),
 *   )
 *   .subscribe();
 * ```
 */
export function eachCall<C extends FlowCall, T>(
  flow: (call: C) => ObservableInput<T>,
  options: EachCallOptions<C> = {},
): OperatorFunction<C, T> {
  aFunction(flow, 'eachCall: flow');
  read(options, 'eachCall');
  const { after } = options;
  return (calls$) =>
    new Observable<T>((subscriber) => {
      const runs = new FlowRuns<T>(subscriber);
      subscriber.add(runs);
      subscriber.add(
        calls$.subscribe({
          next: (call) =>
            runs.start(liveCallOf(call), () => flow(call), after && ((end) => after(call, end))),
          error: (error: unknown) => subscriber.error(error),
          complete: () => runs.complete(),
        }),
      );
    });
}

/** The running flows of all calls, whose values go to one subscriber. */
class FlowRuns<T> implements FlowOwner<T> {
  readonly #subscriber: Subscriber<T>;
  readonly runs = new LiveSet<FlowRun<T>>();
  #isSourceDone = false;

  constructor(subscriber: Subscriber<T>) {
    this.#subscriber = subscriber;
  }

  start(call: LiveCall, flow: () => ObservableInput<T>, after: After | undefined): void {
    // The call is over, or nobody is subscribed: there is no need for its flow.
    if (call.isOver || this.#subscriber.closed) return;
    new FlowRun<T>(call, this, after).start(flow);
  }

  next(value: T): void {
    this.#subscriber.next(value);
  }

  done(run: FlowRun<T>): void {
    this.runs.remove(run.place);
    this.#completeWhenDone();
  }

  /** The source has no more calls. */
  complete(): void {
    this.#isSourceDone = true;
    this.#completeWhenDone();
  }

  unsubscribe(): void {
    for (const run of this.runs) run.abandon();
  }

  #completeWhenDone(): void {
    if (this.#isSourceDone && this.runs.size === 0) this.#subscriber.complete();
  }
}
