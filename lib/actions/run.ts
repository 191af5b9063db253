import { Observable, Subscription, type Subscriber } from 'rxjs';
import type { Request, RequestListener } from '../connection/request.js';
import { SubscriberList } from '../connection/subscriber-list.js';
import type { CommandResult } from '../protocol/answer.js';
import {
  NotifierError,
  RelayWarning,
  isGone,
  leavesOpen,
  withUnknownDelivery,
  type RelayConnectionError,
} from '../protocol/errors.js';
import { PlaybackError } from '../protocol/result-errors.js';
import { notePrompt } from '../protocol/event-prompt.js';
import type { WireParams } from '../protocol/events/event.js';
import { mayHaveEnded } from '../protocol/events/undecoded.js';
import type { RelayEvent } from '../protocol/events/index.js';
import type { OperationRequest } from '../protocol/options/operation.js';
import type { CallEnd } from './call-end.js';
import { endingCall, whileCompleting } from './ending-call.js';
import type { CommandName, OperationKind } from './kind.js';
import type { LiveCall, OperationRun } from './live-call.js';
import { Notifiers, type Notifier } from './notifier.js';

/** How long the last event of an operation may come after the end of its call, in ms. */
export const LATE_RESULT = 10_000;

/** The operation of a run, which is notified of its progress. */
export interface RunOwner<E extends RelayEvent> {
  readonly call: LiveCall;
  readonly kind: OperationKind<E>;
  readonly request: OperationRequest;
  /** Receives an event of the playback. */
  playback(event: RelayEvent): void;
  /** Receives the end of the run, with its terminal event or without one, before any subscriber does. */
  over(run: Run<E>, result: E | undefined): void;
}

/**
 * One run of an operation, from its request to its end: a terminal event, a refusal, the end of the call or of the
 * connection, or the unsubscribing of its last subscriber.
 */
export class Run<E extends RelayEvent> implements OperationRun, RequestListener {
  readonly controlId: string;
  readonly #owner: RunOwner<E>;
  readonly #params: OperationRequest['params'];
  readonly #subscribers = new SubscriberList<E>();
  /** Its request, which is unsubscribed when the run is over. */
  #request: Request | undefined;
  /** Other teardown: its notifiers, and the wait for a late result. */
  #resources: Subscription | undefined;
  #isOver = false;
  /** Whether an event of its type without a control id belongs to this run. */
  readonly #claims: ((event: E) => boolean) | undefined;
  #notifiers: Notifiers | undefined;
  #isStarted = false;
  #sent = false;
  #answer: E | undefined;
  /** How many stops were sent or wait to be sent. */
  #stops = 0;
  /** Whether its only subscriber was unsubscribed by the end of the call. */
  #cutOff = false;

  /** @param params those of the request: they may differ from run to run. */
  constructor(owner: RunOwner<E>, controlId: string, params: OperationRequest['params']) {
    this.#owner = owner;
    this.#params = params;
    this.controlId = controlId;
    this.#claims = owner.kind.claims?.(params);
  }

  get unaddressedType(): RelayEvent['type'] | undefined {
    return this.#claims === undefined ? undefined : this.#owner.kind.eventType;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The event that `wait` resolves with; undefined until it has come. */
  get answer(): E | undefined {
    return this.#answer;
  }

  /** Adds a subscriber with its notifiers. When the last subscriber unsubscribes, the operation is stopped. */
  join(subscriber: Subscriber<E>, notifiers: readonly Notifier[]): void {
    this.#subscribers.add(subscriber);
    const detach = notifiers.length === 0 ? undefined : this.#addNotifiers(notifiers);
    subscriber.add(() => {
      detach?.();
      if (!this.#subscribers.observed) this.#abandon();
    });
  }

  /** Registers the control id, then sends the request: an event may overtake the answer. */
  start(): void {
    const { call, kind } = this.#owner;
    this.#isStarted = true;
    call.addRun(this);
    this.#request = call.ask(kind.method, { control_id: this.controlId, ...this.#params }, this);
    if (this.#isOver) this.#request.unsubscribe();
    else this.#notifiers?.start();
  }

  /** @internal Called just before its request is sent. */
  sent(): void {
    this.#sent = true;
  }

  /** @internal RELAY has accepted its request; events report the rest. */
  answered(): void {
    this.#request = undefined;
  }

  /**
   * @internal Its request was refused or has no answer. Without an error the client was closed, which also ends the
   * call.
   */
  failed(error: Error | undefined): void {
    if (error !== undefined && !this.#isOver) this.#refused(error);
  }

  /** Sends a command when it is subscribed to. It is no error if the operation is over already. */
  command(name: CommandName, params: object = {}): Observable<CommandResult> {
    const method = this.#owner.kind.commands[name];
    return new Observable<CommandResult>((subscriber) => {
      if (this.isOver || method === undefined) return subscriber.complete();
      // A stop counts from now on; one that is cancelled before it was sent does not.
      let counted = name === 'stop' ? 1 : 0;
      this.#stops += counted;
      subscriber.add(() => (this.#stops -= counted));
      subscriber.add(
        this.#command(method, { ...this.#paramsOf(name), ...params }, () => (counted = 0)).subscribe({
          next: (answer) => subscriber.next(answer),
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      );
    });
  }

  event(event: RelayEvent): void {
    // A subscriber may receive the same event, or the end of the call, before the run does.
    if (this.isOver) return;
    const { kind } = this.#owner;
    if (event.type === kind.eventType) {
      const own = event as E;
      if (this.#claims?.(own) === false) return;
      if (this.#answer === undefined && (kind.answers ?? kind.ends)(own)) this.#answer = own;
      if (!kind.ends(own)) return this.#subscribers.next(own);
      this.#describe(own);
      this.#finish(own);
    } else if (event.type === kind.playbackType) {
      this.#describe(event);
      this.#owner.playback(event);
    }
  }

  undecoded(type: string, params: WireParams, error: Error): void {
    const { kind } = this.#owner;
    if (this.isOver || type !== kind.eventType || !mayHaveEnded(type, params)) return;
    this.#end(undefined);
    // Its state cannot be read, so that it may have ended.
    this.#issueStop();
    this.#subscribers.error(error);
  }

  /** The call is over. RELAY may still report the result of a recording and the like. */
  callEnded({ reason }: CallEnd, failure: RelayConnectionError | undefined): void {
    if (this.isOver) return;
    const mayFollow = reason !== 'passed' && reason !== 'closed' && reason !== 'sessionLost';
    if (mayFollow && this.#mayEndLate) return this.#awaitLateResult();
    this.cutOff(failure);
  }

  /** Ends the run: the session is lost, or the connection has ended. */
  cutOff(error: RelayConnectionError | undefined): void {
    if (this.isOver) return;
    this.#end(undefined);
    if (error === undefined) this.#subscribers.complete();
    else this.#subscribers.error(this.#sent ? withUnknownDelivery(error) : error);
  }

  get #mayEndLate(): boolean {
    return this.#sent && this.#owner.kind.endsLate === true;
  }

  /** Keeps the route and the connection until the last event comes or the time for it is over. */
  #awaitLateResult(): void {
    const { call, kind } = this.#owner;
    const { connection, callId } = call;
    const resources = (this.#resources ??= new Subscription());
    resources.add(connection.router.addLateOperation(callId, this.controlId, this));
    resources.add(connection.hold());
    resources.add(call.activeCalls.outlasting.add(`the result of ${kind.method} on call ${callId}`));
    const late = (): void => {
      this.#end(undefined);
      whileCompleting(call, () => this.#subscribers.complete());
    };
    resources.add(connection.platform.scheduler.schedule(late, LATE_RESULT));
  }

  /** Notes the prompt of an event, for errors that name it, and reports a prompt that could not be played. */
  #describe(event: RelayEvent): void {
    const hasFailed = event.type === 'calling.call.play' && event.state === 'error';
    if (event.type === 'calling.call.collect' || hasFailed) notePrompt(event, this.#params);
    if (hasFailed) this.#owner.call.connection.report(new PlaybackError(event));
  }

  #finish(result: E): void {
    const isLost = this.#cutOff && !this.#subscribers.observed;
    this.#end(result);
    if (isLost) this.#reportLost();
    this.#subscribers.next(result);
    this.#subscribers.complete();
  }

  #reportLost(): void {
    const { call, kind } = this.#owner;
    const message =
      `RELAY finished ${kind.method} of call ${call.callId}, and nobody received it: what subscribed to it was unsubscribed ` +
      'with the call. End that part of the flow with shield(), or wait for it with wait()';
    call.connection.report(new RelayWarning('ERR_RELAY_RESULT_LOST', message, call.callId));
  }

  #addNotifiers(notifiers: readonly Notifier[]): () => void {
    const all = (this.#notifiers ??= new Notifiers((notifier) => this.#attach(notifier), this.#isStarted));
    return all.add(notifiers);
  }

  #attach(notifier: Notifier): Subscription {
    const { call } = this.#owner;
    const failed = (cause: unknown): void =>
      call.connection.report(new NotifierError(notifier.command, cause));
    const subscription = notifier.subscribe({
      next: (params) => call.issue(this.command(notifier.command, params), () => this.isOver),
      // Each value that is not allowed is reported; the notifier continues.
      refused: (error) => call.connection.report(error),
      error: failed,
    });
    (this.#resources ??= new Subscription()).add(subscription);
    return subscription;
  }

  #refused(error: unknown): void {
    const { call, kind } = this.#owner;
    if (isGone(error)) this.#sent = false;
    // As for other methods of the call, 404 and 410 may mean that the call is over, which ends this run too.
    if (call.takeAsEnd(kind.method, error) && this.isOver) return;
    this.#end(undefined);
    // RELAY may have started it: it is stopped before it can be asked for again.
    if (this.#sent && leavesOpen(error)) this.#issueStop();
    if (isGone(error) && call.isOver) return this.#subscribers.complete();
    this.#subscribers.error(error);
  }

  #abandon(): void {
    if (this.isOver) return;
    const { call, request } = this.#owner;
    if (endingCall() === call && this.#mayEndLate) {
      this.#cutOff = true;
      return;
    }
    this.#end(undefined);
    if (this.#sent && request.stopOnUnsubscribe) this.#issueStop();
  }

  #issueStop(): void {
    const { call, kind } = this.#owner;
    const method = kind.commands.stop;
    if (method === undefined || this.#stops > 0) return;
    call.issue(this.#command(method, this.#paramsOf('stop')));
  }

  /** Sends a command. A 404 or 410 may only mean that the operation is over. */
  #command(method: string, params: object, sent?: () => void): Observable<CommandResult> {
    return new Observable((subscriber) => {
      subscriber.add(
        this.#owner.call.execute(method, params, sent).subscribe({
          next: (answer) => subscriber.next(answer),
          error: (error: unknown) => {
            if (isGone(error)) subscriber.complete();
            else subscriber.error(error);
          },
          complete: () => subscriber.complete(),
        }),
      );
    });
  }

  /** Params that name the target of a command: the operation, and for a stop those that its kind needs. */
  #paramsOf(name: CommandName): object {
    const again = name === 'stop' ? (this.#owner.kind.stopParams ?? []) : [];
    return {
      control_id: this.controlId,
      ...Object.fromEntries(again.map((each) => [each, this.#params[each]])),
    };
  }

  #end(result: E | undefined): void {
    this.#isOver = true;
    this.#owner.call.removeRun(this);
    this.#request?.unsubscribe();
    this.#resources?.unsubscribe();
    this.#owner.over(this, result);
  }
}
