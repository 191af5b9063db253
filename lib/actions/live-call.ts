import { Observable, type Subscriber } from 'rxjs';
import type { ActiveCall } from './active-call.js';
import type { ActiveCalls } from './active-calls.js';
import type { Connection } from '../connection/connection.js';
import { SubscriberListener, type Request, type RequestListener } from '../connection/request.js';
import type { Place } from '../connection/live-set.js';
import { NONE, withAdded, without } from '../connection/replaced-list.js';
import { SubscriberList, finish, reportUnhandled } from '../connection/subscriber-list.js';
import type { CommandResult } from '../protocol/answer.js';
import { RelaySessionLostError, isGone, type RelayConnectionError } from '../protocol/errors.js';
import type { CallState } from '../protocol/events/call.js';
import type { WireParams } from '../protocol/events/event.js';
import type { RelayEvent } from '../protocol/events/index.js';
import type { CallEnd } from './call-end.js';
import { CommandListener } from './command-listener.js';
import { handsOn, isAboutTheCall, isHungUpAfter } from './ended-methods.js';
import { whileEnding } from './ending-call.js';
import { HangUps } from './hang-ups.js';
import { LateAnswers } from './late-answers.js';

/**
 * Key under which operators find the live side of a call. A global symbol: the call may come from another copy of the
 * library.
 */
export const liveCall: unique symbol = Symbol.for('relay-rx.liveCall') as never;

/** The part of a live call that the types of a call show to its users. */
export interface CallHandle {
  readonly callId: string;
}

/** The live side of a call. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the handle is that, whichever build made it
export const liveCallOf = (call: { readonly [liveCall]: CallHandle }): LiveCall => call[liveCall] as LiveCall;

/** An operation in progress, as its call sees it. */
export interface OperationRun {
  readonly controlId: string;
  event(event: RelayEvent): void;
  /** The type of its events, where these may come without a control id. */
  readonly unaddressedType?: RelayEvent['type'] | undefined;
  /** An event for it has come that does not decode. */
  undecoded(type: string, params: WireParams, error: Error): void;
  /** The call is over: by itself, or because of an error. */
  callEnded(end: CallEnd, failure: RelayConnectionError | undefined): void;
  /** After the end of the call: the session is lost, or the connection has ended. */
  cutOff(error: RelayConnectionError | undefined): void;
}

/** The flow of a call. */
export interface CallFlow {
  /** Unsubscribes the flow: the call has ended, and other subscribers are not notified yet. */
  cut(end: CallEnd): void;
  /** Called when all other subscribers are notified of the end. */
  afterwards(end: CallEnd): void;
}

/** The live side of a call: its state, its operations, and its end. It keeps the connection open until then. */
export class LiveCall implements ActiveCall {
  readonly callId: string;
  readonly nodeId: string;
  /** The calls of its client. */
  readonly activeCalls: ActiveCalls;
  readonly connection: Connection;
  readonly #hangUps = new HangUps(this);
  /** Subscribers, where there are any. */
  #states: SubscriberList<CallState> | undefined;
  #events: SubscriberList<RelayEvent> | undefined;
  #ended: SubscriberList<CallEnd> | undefined;
  #untilEnd: SubscriberList<unknown> | undefined;
  #flows: readonly CallFlow[] = NONE;
  #runs: readonly OperationRun[] = NONE;
  #late: LateAnswers | undefined;
  #state: CallState;
  #end: CallEnd | undefined;
  /** The error of requests and actions, where the call did not end by itself. */
  #failure: RelayConnectionError | undefined;
  readonly #inbound: boolean;
  #answer: 'none' | 'asked' | 'given' = 'none';
  #heardAt: number;
  #handedOn = false;
  readonly #place: Place<ActiveCall>;

  constructor(activeCalls: ActiveCalls, callId: string, nodeId: string, state: CallState, inbound = false) {
    const { connection } = activeCalls;
    this.activeCalls = activeCalls;
    this.connection = connection;
    this.callId = callId;
    this.nodeId = nodeId;
    this.#state = state;
    this.#inbound = inbound;
    this.#heardAt = activeCalls.silent.look;
    connection.router.addCall(callId, this);
    connection.retain();
    this.#place = activeCalls.live.insert(this);
  }

  get state(): CallState {
    return this.#state;
  }

  /** How the call ended; undefined as long as it is up. */
  get end(): CallEnd | undefined {
    return this.#end;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /** The error of requests and actions of a call that has ended; undefined where the call ended by itself. */
  get failure(): RelayConnectionError | undefined {
    return this.#failure;
  }

  /** The state now, and every one after it; completes when the call is over. */
  get state$(): Observable<CallState> {
    return new Observable((subscriber) => {
      if (this.isOver) return this.#answerLate(subscriber, 'ended');
      (this.#states ??= new SubscriberList()).add(subscriber);
      subscriber.next(this.#state);
    });
  }

  /** Every event of the call; completes when the call is over. */
  get events$(): Observable<RelayEvent> {
    return new Observable((subscriber) => {
      if (this.isOver) return this.#answerLate(subscriber);
      (this.#events ??= new SubscriberList()).add(subscriber);
    });
  }

  /** Emits how the call ended, and completes. */
  get ended$(): Observable<CallEnd> {
    return new Observable((subscriber) => {
      if (this.#end !== undefined) return this.#answerLate(subscriber, this.#end);
      (this.#ended ??= new SubscriberList()).add(subscriber);
    });
  }

  /** Completes a subscriber when the call ends, with the actions. */
  completeAtEnd(subscriber: Subscriber<unknown>): void {
    (this.#untilEnd ??= new SubscriberList()).add(subscriber);
  }

  /** Adds the flow of the call, until it is removed or the call is over. */
  addFlow(flow: CallFlow): void {
    this.#flows = withAdded(this.#flows, flow);
  }

  removeFlow(flow: CallFlow): void {
    this.#flows = without(this.#flows, flow);
  }

  /** Routes the events of a run's control id to it, and tells it of the call's end, until it is removed. */
  addRun(run: OperationRun): void {
    this.#runs = withAdded(this.#runs, run);
    const { router } = this.connection;
    router.addOperation(this.callId, run.controlId, run);
    if (run.unaddressedType !== undefined) router.addUnaddressed(this.callId, run.unaddressedType, run);
  }

  removeRun(run: OperationRun): void {
    this.#runs = without(this.#runs, run);
    const { router } = this.connection;
    router.removeOperation(this.callId, run.controlId, run);
    if (run.unaddressedType !== undefined) router.removeUnaddressed(this.callId, run.unaddressedType, run);
  }

  /** Whether an operation runs on the call. */
  get isBusy(): boolean {
    return this.#runs.length > 0;
  }

  /** Whether the call was bridged, transferred, referred or put into a conference, a room or a queue. */
  get isHandedOn(): boolean {
    return this.#handedOn;
  }

  /** Whether the call is being hung up. Then only requests of the user are sent for it. */
  get isBeingHungUp(): boolean {
    return this.#hangUps.isInProgress;
  }

  /** How RELAY addresses the call. */
  get address(): { readonly node_id: string; readonly call_id: string } {
    return { node_id: this.nodeId, call_id: this.callId };
  }

  /**
   * A request that concerns the call, as RELAY addresses it. A refusal is an error, whatever its code. One that has not
   * left when the call is over never does: it must not reach the session after the call's own.
   *
   * @param sent called just before the request leaves.
   */
  execute(method: string, params: object, sent?: () => void): Observable<CommandResult> {
    return new Observable((subscriber) => {
      if (this.isOver) return this.answerLate(subscriber);
      return this.ask(method, params, new SubscriberListener(subscriber, sent));
    });
  }

  /** Sends a request at once, as `execute` does, for a call that is up. */
  ask(method: string, params: object, listener: RequestListener): Request {
    const noting = method === 'calling.end' ? this.#hangUps.noting(listener) : listener;
    const own = handsOn(method) ? this.#notingHandOn(noting) : noting;
    return this.connection.ask(method, { ...this.address, ...params }, own, this);
  }

  /** One of the call's own methods: on a call that is over, or turns out to be, it completes empty. */
  command(method: string, params: object = {}): Observable<CommandResult> {
    return new Observable((subscriber) => {
      if (this.isOver) return this.answerLate(subscriber);
      return this.ask(method, params, new CommandListener(this, method, subscriber));
    });
  }

  /** Ends the call where a refusal says that RELAY has no such call. Says whether it does. */
  takeAsEnd(method: string, error: unknown): boolean {
    if (!isGone(error) || !isAboutTheCall(method)) return false;
    const isOurs = !this.#inbound || this.#answer === 'given';
    if (!this.isOver && !this.isBeingHungUp && isOurs && isHungUpAfter(method)) this.#hangUps.toBeSafe();
    this.#over({ reason: 'gone' });
    return true;
  }

  /**
   * Sends a request without a subscriber. An error is reported on `errors$`, unless `moot` returns true. Nothing is
   * sent for a call that is over or being hung up.
   */
  issue(command$: Observable<unknown>, moot: () => boolean = () => false): void {
    if (this.isOver || this.isBeingHungUp) return;
    command$.subscribe({
      error: (error: unknown) => {
        if (!this.isOver && !moot()) this.connection.report(error as Error);
      },
    });
  }

  /** Answers the call. From the request on it is not handed back any more, unless the request fails. */
  answer(params: object): Observable<CommandResult> {
    return new Observable((subscriber) => {
      if (this.isOver) return this.answerLate(subscriber);
      const listener = new CommandListener(this, 'calling.answer', subscriber);
      this.#answer = this.#answer === 'given' ? 'given' : 'asked';
      subscriber.add(() => {
        if (this.#answer === 'asked') this.#answer = 'none';
      });
      return this.ask('calling.answer', params, {
        answered: (result) => {
          this.#answer = 'given';
          listener.answered(result);
        },
        failed: (error) => listener.failed(error),
      });
    });
  }

  /** Whether it is an inbound call that nobody has answered yet. */
  get isOffered(): boolean {
    return (
      this.#inbound && this.#answer === 'none' && (this.#state === 'created' || this.#state === 'ringing')
    );
  }

  /** Hands the call back when it is subscribed to; once RELAY has taken it, it is another client's. */
  pass(): Observable<CommandResult> {
    return new Observable((subscriber) => {
      subscriber.add(
        this.command('calling.pass').subscribe({
          next: (answer) => {
            subscriber.next(answer);
            this.#over({ reason: 'passed' });
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      );
    });
  }

  /** Hands the call back for a client that drains. It is never given up while the call may be alive. */
  passOn(): void {
    this.activeCalls.handedBack(this.callId, 'the client is draining');
    this.#hangUps.addOwed(
      this.#hangUps.owed('calling.pass').subscribe({
        next: () => this.#over({ reason: 'passed' }),
        error: (error: unknown) => this.connection.report(error as Error),
      }),
    );
  }

  /**
   * Hangs up a call without a flow, so that no caller stays connected to silence. It is retried while the call may be
   * alive.
   */
  abandon(reason: 'hangup' | 'cancel' = 'hangup'): void {
    if (!this.isOver) this.#hangUps.abandon(reason);
  }

  /** Hangs up for a client that drains: completes when RELAY has answered, or the call is over. */
  hangUp(): Observable<unknown> {
    return this.#hangUps.forDrain();
  }

  /**
   * Asks RELAY whether the call is still up, with a request that changes nothing: `calling.answer` for an answered
   * call, `calling.user_event` before that.
   */
  askWhetherUp(): void {
    if (this.isOver || this.isBeingHungUp) return;
    this.#heardAt = this.activeCalls.silent.look;
    const isAnswered = this.#state === 'answered';
    const method = isAnswered ? 'calling.answer' : 'calling.user_event';
    this.execute(method, isAnswered ? {} : { event: { type: 'relay-rx.check' } }).subscribe({
      // Any other refusal shows that RELAY knows the call.
      error: (error: unknown) => this.takeAsEnd(method, error),
    });
  }

  /** The number of the check of `SilentCalls` at the call's last event. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Notes that the call was answered, by another event than its state. */
  answered(): void {
    if (!this.isOver) this.#setState('answered');
  }

  /** Ends a call that was given to nobody: RELAY ends it by itself. */
  release(): void {
    this.#over({ reason: 'ended' });
  }

  event(event: RelayEvent): void {
    this.#heardAt = this.activeCalls.silent.look;
    // The other side of a bridge has not asked for it.
    if (event.type === 'calling.call.connect' && event.connectState === 'connected') this.#handedOn = true;
    if (event.type !== 'calling.call.state') return this.#events?.next(event);
    if (event.callState === 'ended') return this.#over({ reason: event.endReason ?? 'ended', event });
    this.#setState(event.callState);
    this.#events?.next(event);
  }

  /** Handles an event of the call that does not decode. That the call has ended can still be read. */
  undecoded(type: string, params: WireParams): void {
    if (type === 'calling.call.state' && params['call_state'] === 'ended') this.#over({ reason: 'ended' });
  }

  /** The session is lost, or the connection has ended. */
  cutOff(error: RelayConnectionError | undefined): void {
    if (error === undefined) this.#over({ reason: 'closed' });
    else if (error instanceof RelaySessionLostError) this.#over({ reason: 'sessionLost' }, error);
    else this.#over({ reason: 'closed', error }, error);
  }

  /**
   * Answers a request or a subscription after the end of the call, in a later turn of the event loop, with a delay that
   * grows each time.
   */
  answerLate(subscriber: Subscriber<never>): void {
    this.#lateAnswers.add(subscriber, (late) => finish(late, this.#failure));
  }

  /** Emits what is known already in a later turn of the event loop; of a call that is over, as late as anything else. */
  late<T>(value: T): Observable<T> {
    return new Observable((subscriber) => {
      if (this.isOver) return this.#answerLate(subscriber, value);
      subscriber.add(this.connection.lateTimers.schedule(() => subscriber.next(value), 0));
    });
  }

  /** The same for the streams of the call itself, which never fail. */
  #answerLate<T>(subscriber: Subscriber<T>, ...values: readonly T[]): void {
    this.#lateAnswers.add(subscriber, (late) => {
      for (const value of values) late.next(value);
      finish(late, undefined);
    });
  }

  get #lateAnswers(): LateAnswers {
    return (this.#late ??= new LateAnswers(this));
  }

  /** A listener that also notes that the call was handed on, once a request has succeeded. */
  #notingHandOn(listener: RequestListener): RequestListener {
    return {
      sent: () => listener.sent?.(),
      answered: (result) => {
        this.#handedOn = true;
        listener.answered(result);
      },
      failed: (error) => listener.failed(error),
    };
  }

  /**
   * The end, once. The order is part of the contract: the state, the flow, `ended$`, the actions, the call's own streams,
   * the requests that were not sent, and what follows the flow.
   */
  #over(end: CallEnd, failure?: RelayConnectionError): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#failure = failure;
    const { callId, connection } = this;
    connection.logger.info('A call is over', { callId, reason: end.reason });
    const flows = this.#flows;
    connection.router.removeCall(callId, this);
    whileEnding(this, () => {
      this.#setState('ended');
      if (end.event !== undefined) this.#events?.next(end.event);
      for (const flow of flows) flow.cut(end);
      this.#ended?.next(end);
      this.#ended?.complete();
      for (const run of this.#runs) run.callEnded(end, failure);
      this.#untilEnd?.complete();
      this.#events?.complete();
      this.#states?.complete();
      connection.failUnsent(this, failure);
    });
    for (const flow of flows) {
      try {
        flow.afterwards(end);
      } catch (error) {
        reportUnhandled(error);
      }
    }
    this.#flows = NONE;
    this.#hangUps.end();
    this.activeCalls.live.remove(this.#place);
    connection.release();
  }

  #setState(state: CallState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#states?.next(state);
  }
}
