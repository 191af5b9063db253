import { EMPTY, Observable, Subject, Subscription, catchError, type Subscriber } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { isolated, leftQuietly } from '../connection/isolated.js';
import { NotifierError, RelayConnectionError, isGone, underWay } from '../protocol/errors.js';
import type { RelayEvent } from '../protocol/events/index.js';
import type { OperationRequest } from '../protocol/options/operation.js';
import type { CommandName, OperationKind } from './kind.js';
import type { LiveCall, OperationRun } from './live-call.js';
import type { Notifier } from './notifier.js';

/** What a run is part of, and tells how it is going. */
export interface RunOwner<E extends RelayEvent> {
  readonly call: LiveCall;
  readonly kind: OperationKind<E>;
  readonly request: OperationRequest;
  /** An event of the other half. */
  playback(event: RelayEvent): void;
  /** The run is over: with its terminal event, or without one. Told before any subscriber is. */
  over(run: Run<E>, result: E | undefined): void;
}

/**
 * One run of an operation: from its request to its end, which is one of: a terminal event, a refusal, the end of
 * the call or of the connection, and its last subscriber's leaving.
 */
export class Run<E extends RelayEvent> implements OperationRun {
  readonly controlId: string;
  readonly #owner: RunOwner<E>;
  readonly #events$ = new Subject<E>();
  /** Everything that must be gone when the run is over: its route, its request, its notifiers. */
  readonly #resources = new Subscription();
  readonly #attached = new Set<Notifier>();
  /** Whether an event of its type that carries no control id is this run's. */
  readonly #claims: ((event: E) => boolean) | undefined;
  #sent = false;
  #answer: E | undefined;
  /** How many stops were sent, or wait to be. */
  #stops = 0;

  constructor(owner: RunOwner<E>, controlId: string) {
    this.#owner = owner;
    this.controlId = controlId;
    this.#claims = owner.kind.claims?.(owner.request.params);
  }

  get unaddressedType(): RelayEvent['type'] | undefined {
    return this.#claims === undefined ? undefined : this.#owner.kind.eventType;
  }

  get isOver(): boolean {
    return this.#resources.closed;
  }

  /** The first event that `wait` waits for, once there is one. */
  get answer(): E | undefined {
    return this.#answer;
  }

  /** Adds a subscriber. When the last one has left, the operation is stopped. */
  join(subscriber: Subscriber<E>): void {
    subscriber.add(this.#events$.subscribe(isolated(subscriber)));
    subscriber.add(() => {
      if (!this.#events$.observed) this.#abandon();
    });
  }

  /** Registers the control id, then sends the request: an event may overtake the answer. */
  start(): void {
    const { call, kind, request } = this.#owner;
    this.#resources.add(call.register(this.controlId, this));
    this.#resources.add(
      call
        .execute(kind.method, { control_id: this.controlId, ...request.params }, () => (this.#sent = true))
        .subscribe({ error: (error: unknown) => this.#refused(error) }),
    );
  }

  /** Subscribes a notifier for as long as the run is, once, however many subscribers bring it along. */
  attach(notifier: Notifier): void {
    if (this.isOver || this.#attached.has(notifier)) return;
    this.#attached.add(notifier);
    const failed = (cause: unknown): void =>
      this.#owner.call.connection.report(new NotifierError(notifier.command, cause));
    this.#resources.add(
      leftQuietly(notifier.values$, failed).subscribe({
        next: (value) => this.#notified(notifier, value),
        error: failed,
      }),
    );
  }

  /** Sends a command when it is subscribed to. That the operation is over already is no error. */
  command(name: CommandName, params: object = {}): Observable<CommandResult> {
    const method = this.#owner.kind.commands[name];
    if (method === undefined) return EMPTY;
    return new Observable<CommandResult>((subscriber) => {
      if (this.isOver) return subscriber.complete();
      // A stop counts from now on; one that is taken back before it was sent does not.
      let counted = name === 'stop' ? 1 : 0;
      this.#stops += counted;
      subscriber.add(() => (this.#stops -= counted));
      this.#ask(method, { ...this.#paramsOf(name), ...params }, () => (counted = 0)).subscribe(subscriber);
    });
  }

  event(event: RelayEvent): void {
    // What ended the run may be told of the same event, or of the call's end, before the run was.
    if (this.isOver) return;
    const { kind } = this.#owner;
    if (event.type === kind.eventType) {
      const own = event as E;
      if (this.#claims?.(own) === false) return;
      if (this.#answer === undefined && (kind.answers ?? kind.ends)(own)) this.#answer = own;
      if (!kind.ends(own)) return this.#events$.next(own);
      this.#end(own);
      this.#events$.next(own);
      this.#events$.complete();
    } else if (event.type === kind.playbackType) {
      this.#owner.playback(event);
    }
  }

  callOver(error: RelayConnectionError | undefined): void {
    if (this.isOver) return;
    this.#end(undefined);
    if (error === undefined) this.#events$.complete();
    else this.#events$.error(this.#sent ? underWay(error) : error);
  }

  #notified(notifier: Notifier, value: unknown): void {
    const { call } = this.#owner;
    let params: object;
    try {
      params = notifier.params(value);
    } catch (error) {
      call.connection.report(error as Error);
      return;
    }
    call.issue(this.command(notifier.command, params), () => this.isOver);
  }

  #refused(error: unknown): void {
    if (isGone(error)) {
      // To one of the call's own methods that says that the call is over, which ends this run with the rest.
      this.#owner.call.gone();
      return;
    }
    this.#end(undefined);
    // Nobody knows whether it runs: RELAY is told that it is not wanted, before anybody may ask again.
    if (this.#sent && error instanceof RelayConnectionError) this.#issueStop();
    this.#events$.error(error);
  }

  #abandon(): void {
    if (this.isOver) return;
    this.#end(undefined);
    if (this.#sent && this.#owner.request.stopOnUnsubscribe) this.#issueStop();
  }

  #issueStop(): void {
    const { call, kind } = this.#owner;
    const method = kind.commands.stop;
    if (method === undefined || this.#stops > 0) return;
    call.issue(this.#ask(method, this.#paramsOf('stop')));
  }

  /** A command. To one of these, 404 and 410 may say no more than that the operation is over. */
  #ask(method: string, params: object, sent?: () => void): Observable<CommandResult> {
    return this.#owner.call.execute(method, params, sent).pipe(
      catchError((error: unknown) => {
        if (isGone(error)) return EMPTY;
        throw error;
      }),
    );
  }

  /** What a command has to name: the operation, and for a stop what more its kind wants. */
  #paramsOf(name: CommandName): object {
    const { kind, request } = this.#owner;
    const again = name === 'stop' ? (kind.stopParams ?? []) : [];
    return {
      control_id: this.controlId,
      ...Object.fromEntries(again.map((each) => [each, request.params[each]])),
    };
  }

  #end(result: E | undefined): void {
    this.#resources.unsubscribe();
    this.#owner.over(this, result);
  }
}
