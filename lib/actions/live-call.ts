import {
  AsyncSubject,
  EMPTY,
  ReplaySubject,
  Subject,
  Subscription,
  catchError,
  concat,
  defer,
  ignoreElements,
  takeUntil,
  tap,
  throwError,
  type Observable,
} from 'rxjs';
import type { ActiveCall } from '../connection/active-calls.js';
import type { Connection } from '../connection/connection.js';
import { isolate } from '../connection/isolated.js';
import type { CommandResult } from '../protocol/answer.js';
import { isGone, type RelayConnectionError } from '../protocol/errors.js';
import type { CallState, CallStateEvent } from '../protocol/events/call.js';
import type { RelayEvent } from '../protocol/events/index.js';

/** Where operators find the live side of a call, whichever build of this library the call came from. */
export const liveCall: unique symbol = Symbol.for('relay-rx.liveCall') as never;

/** An operation in progress, as its call sees it. */
export interface OperationRun {
  event(event: RelayEvent): void;
  /** The type of its events, where these may come without a control id. */
  readonly unaddressedType?: RelayEvent['type'] | undefined;
  /** The call is over: in peace, or because it is out of reach. */
  callOver(error: RelayConnectionError | undefined): void;
}

/** Whether a call goes on, and if not, whether it is out of reach rather than ended. */
type Life =
  { readonly tag: 'live' } | { readonly tag: 'over'; readonly error: RelayConnectionError | undefined };

/**
 * The live side of a call: its state, what runs on it, and its end, however that comes. It holds the connection
 * until then.
 */
export class LiveCall implements ActiveCall {
  readonly callId: string;
  readonly nodeId: string;
  readonly connection: Connection;
  readonly state$: Observable<CallState>;
  readonly events$: Observable<RelayEvent>;
  readonly ended$: Observable<CallStateEvent>;
  /** Emits when all that belongs to the call has been told of its end; at once when it has. */
  readonly settled$: Observable<void>;

  readonly #state$ = new ReplaySubject<CallState>(1);
  readonly #events$ = new Subject<RelayEvent>();
  readonly #ended$ = new AsyncSubject<CallStateEvent>();
  readonly #settled$ = new AsyncSubject<void>();
  readonly #runs = new Set<OperationRun>();
  readonly #resources = new Subscription();
  #state: CallState;
  #life: Life = { tag: 'live' };
  readonly #inbound: boolean;
  #answer: 'none' | 'asked' | 'given' = 'none';

  constructor(connection: Connection, callId: string, nodeId: string, state: CallState, inbound = false) {
    this.connection = connection;
    this.callId = callId;
    this.nodeId = nodeId;
    this.#state = state;
    this.#inbound = inbound;
    this.#state$.next(state);
    this.state$ = isolate(this.#state$);
    this.events$ = isolate(this.#events$);
    this.ended$ = isolate(this.#ended$);
    this.settled$ = isolate(this.#settled$);
    this.#resources.add(
      connection.router.addCall(callId, {
        event: (event) => this.#event(event),
        cutOff: (error) => this.#cutOff(error),
      }),
    );
    this.#resources.add(connection.hold());
    this.#resources.add(connection.activeCalls.add(this));
  }

  get state(): CallState {
    return this.#state;
  }

  get life(): Life {
    return this.#life;
  }

  /** Routes the events of a control id to a run, and tells it of the call's end, until the subscription ends. */
  register(controlId: string, run: OperationRun): Subscription {
    this.#runs.add(run);
    const { router } = this.connection;
    const route = router.addOperation(this.callId, controlId, (event) => run.event(event));
    const { unaddressedType: type } = run;
    if (type !== undefined) route.add(router.addUnaddressed(this.callId, type, (event) => run.event(event)));
    route.add(() => this.#runs.delete(run));
    return route;
  }

  /**
   * A request that concerns the call, as RELAY addresses it. A refusal is an error, whatever its code. One that has not
   * left when the call is over never does: it must not reach the session after the call's own.
   */
  execute(method: string, params: object, sent?: () => void): Observable<CommandResult> {
    return defer(() => {
      if (this.#life.tag === 'over') return this.afterwards();
      const left$ = new Subject<void>();
      const over$ = this.#settled$.pipe(
        tap(() => {
          if (this.#life.tag === 'over' && this.#life.error !== undefined) throw this.#life.error;
        }),
        takeUntil(left$),
      );
      const leaving = (): void => {
        left$.next();
        sent?.();
      };
      return this.connection
        .execute(method, { node_id: this.nodeId, call_id: this.callId, ...params }, leaving)
        .pipe(takeUntil(over$));
    });
  }

  /**
   * What is asked of a call that is over, or whose end is just being told: it ends as the call did, when everybody has
   * been told. Whoever asks again and again has been unsubscribed by then, and does not go round for ever.
   */
  afterwards(): Observable<never> {
    return concat(
      this.settled$.pipe(ignoreElements()),
      defer(() => (this.#life.tag === 'over' ? ended(this.#life.error) : EMPTY)),
    );
  }

  /** One of the call's own methods: on a call that is over, or turns out to be, it completes empty. */
  command(method: string, params: object = {}): Observable<CommandResult> {
    return this.execute(method, params).pipe(
      catchError((error: unknown) => {
        if (!isGone(error)) throw error;
        this.gone();
        return EMPTY;
      }),
    );
  }

  /**
   * Carries out what nobody waits for. An error is told on `errors$`, unless `moot` says that it no longer matters;
   * what has not been sent when the call is over is not sent any more.
   */
  issue(command$: Observable<unknown>, moot: () => boolean = () => false): void {
    command$.pipe(takeUntil(this.#settled$)).subscribe({
      error: (error: unknown) => {
        if (!moot()) this.connection.report(error as Error);
      },
    });
  }

  /** Answers the call. From the asking on it is not handed back any more, unless that comes to nothing. */
  answer(params: object): Observable<CommandResult> {
    return defer(() => {
      const given = (): void => void (this.#answer = 'given');
      const over = (): void => void (this.#answer = this.#answer === 'asked' ? 'none' : this.#answer);
      this.#answer = 'asked';
      return this.command('calling.answer', params).pipe(
        tap({ next: given, error: over, unsubscribe: over }),
      );
    });
  }

  get isOffered(): boolean {
    return (
      this.#inbound && this.#answer === 'none' && (this.#state === 'created' || this.#state === 'ringing')
    );
  }

  /** Hands the call back; it is another client's then. */
  pass(): void {
    this.connection.passing(this.callId, 'the client is draining');
    this.issue(this.#owed('calling.pass').pipe(tap(() => this.gone())));
  }

  /** Hangs up for a flow that has ended: without it somebody is left in dead air. */
  abandon(reason: 'hangup' | 'cancel'): void {
    this.issue(this.#owed('calling.end', { reason }));
  }

  hangUp(): Observable<unknown> {
    return this.#owed('calling.end', { reason: 'hangup' }).pipe(takeUntil(this.#settled$));
  }

  /** A hang-up or a pass: it is not given up before the call is over. */
  #owed(method: string, params: object = {}): Observable<CommandResult> {
    return defer(() => {
      if (this.#life.tag === 'over') return EMPTY;
      const address = { node_id: this.nodeId, call_id: this.callId };
      return this.connection.executeOwed(this.callId, method, { ...address, ...params });
    }).pipe(
      catchError((error: unknown) => {
        if (!isGone(error)) throw error;
        this.gone();
        return EMPTY;
      }),
    );
  }

  /** RELAY says that there is no such call any more. */
  gone(): void {
    this.#over(undefined, () => {
      this.#setState('ended');
      this.#ended$.complete();
    });
  }

  /** RELAY has said by other means that the call was answered. */
  answered(): void {
    if (this.#life.tag === 'live') this.#setState('answered');
  }

  /** Lets go of a call that nobody was given: RELAY ends it by itself. */
  release(): void {
    this.#over(undefined, () => this.#ended$.complete());
  }

  #event(event: RelayEvent): void {
    if (event.type !== 'calling.call.state') return this.#events$.next(event);
    if (event.callState !== 'ended') {
      this.#setState(event.callState);
      return this.#events$.next(event);
    }
    this.#over(undefined, () => {
      this.#setState('ended');
      this.#events$.next(event);
      this.#ended$.next(event);
      this.#ended$.complete();
    });
  }

  #cutOff(error: RelayConnectionError | undefined): void {
    this.#over(error, () => {
      if (error === undefined) return this.#ended$.complete();
      this.#setState('ended');
      this.#ended$.error(error);
    });
  }

  /** The end, once: what runs on the call first, then the call's own streams, then those who clear up after it. */
  #over(error: RelayConnectionError | undefined, tell: () => void): void {
    if (this.#life.tag === 'over') return;
    this.#life = { tag: 'over', error };
    this.connection.logger.info('A call is over', {
      callId: this.callId,
      ...(error && { error: error.name }),
    });
    this.#resources.unsubscribe();
    for (const run of [...this.#runs]) run.callOver(error);
    tell();
    this.#events$.complete();
    this.#state$.complete();
    this.#settled$.next();
    this.#settled$.complete();
  }

  #setState(state: CallState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#state$.next(state);
  }
}

/** What whoever asks something of a call that is over gets. */
export function ended(error: RelayConnectionError | undefined): Observable<never> {
  return error === undefined ? EMPTY : throwError(() => error);
}
