import { filter, type Observable } from 'rxjs';
import { AsyncEvents } from '../actions/async-events.js';
import type { CallEnd } from '../actions/call-end.js';
import type { OperationKind } from '../actions/kind.js';
import { liveCall, liveCallOf, type LiveCall, type CallHandle } from '../actions/live-call.js';
import { Operation } from '../actions/operation.js';
import type { CommandResult } from '../protocol/answer.js';
import type { CallDevice, CallDirection, CallState } from '../protocol/events/call.js';
import type { EventOfType, EventType, RelayEvent } from '../protocol/events/index.js';
import { partyOf } from '../protocol/events/parties.js';
import { implausibleSeconds } from '../protocol/options/implausible-durations.js';
import type { OperationRequest } from '../protocol/options/operation.js';

/** The identity of a call. */
export interface CallIdentity {
  readonly projectId?: string | undefined;
  readonly context?: string | undefined;
  readonly tag: string | undefined;
  readonly direction: CallDirection | undefined;
  readonly device: CallDevice | undefined;
  readonly segmentId: string | undefined;
}

/** The identity and streams of a call: all that it has besides its methods. */
export abstract class CallBase {
  /** By this, operators find the call behind it. */
  readonly [liveCall]!: CallHandle;

  /** The id of the RELAY project. */
  readonly projectId: string | undefined;
  /** The context in which the call came in; undefined for a dialled call. */
  readonly context: string | undefined;
  readonly tag: string | undefined;
  readonly direction: CallDirection | undefined;
  /** Both ends of the call as RELAY describes them: for a phone, `params.from_number` and `params.to_number`. */
  readonly device: CallDevice | undefined;
  /** The calling party: a phone number, a SIP address or a browser's address. Undefined if RELAY gives none. */
  readonly from: string | undefined;
  /** The called party: a phone number or an address. Undefined if RELAY gives none. */
  readonly to: string | undefined;
  readonly segmentId: string | undefined;

  /** @internal Made by `client.calls$` and `client.dial`. */
  constructor(live: LiveCall, identity: CallIdentity) {
    // Not enumerable: a printed call shows who calls, not the library's internals.
    Object.defineProperty(this, liveCall, { value: live });
    this.projectId = identity.projectId;
    this.context = identity.context;
    this.tag = identity.tag;
    this.direction = identity.direction;
    this.device = identity.device;
    this.from = partyOf(identity.device, 'from');
    this.to = partyOf(identity.device, 'to');
    this.segmentId = identity.segmentId;
  }

  /** The id of the call. */
  get callId(): string {
    return liveCallOf(this).callId;
  }

  /** The id of the RELAY node that serves the call. */
  get nodeId(): string {
    return liveCallOf(this).nodeId;
  }

  /** The current state: created, ringing, answered, ending or ended. */
  get state(): CallState {
    return liveCallOf(this).state;
  }

  /** The current state, then each change; completes when the call is over. */
  get state$(): Observable<CallState> {
    return liveCallOf(this).state$;
  }

  /** Every event of the call; completes when the call is over. */
  get events$(): Observable<RelayEvent> {
    return liveCallOf(this).events$;
  }

  /**
   * Emits one `CallEnd` when the call is over and completes, for late subscribers too; it never fails. A flow under
   * `eachCall` is unsubscribed before this emits: use `after` for work at the end of a call.
   */
  get ended$(): Observable<CallEnd> {
    return liveCallOf(this).ended$;
  }

  /**
   * Every event of the call for `for await`. The loop ends with the call; leaving it early unsubscribes. Events are
   * buffered from its first step until they are read.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<RelayEvent> {
    return new AsyncEvents(this.events$);
  }

  /** The call's events of one type; completes when the call is over. */
  on<T extends EventType>(type: T): Observable<EventOfType<T>> {
    return this.events$.pipe(filter((event) => event.type === type)) as unknown as Observable<EventOfType<T>>;
  }

  /** @internal Sends a command of the call. */
  protected command(method: string, params?: object): Observable<CommandResult> {
    if (params !== undefined) this.advise(method, params);
    return liveCallOf(this).command(method, params);
  }

  /** @internal Makes the operation of an action. */
  protected operation<E extends RelayEvent>(kind: OperationKind<E>, request: OperationRequest): Operation<E> {
    this.advise(kind.method, request.params);
    return new Operation(liveCallOf(this), kind, request);
  }

  /**
   * @internal Warns about params that are allowed but look wrong: a duration in the wrong unit, an option under its wire name.
   */
  protected advise(method: string, params: object): void {
    const { connection } = liveCallOf(this);
    connection.logWireNames();
    connection.warnOfUnits(method, implausibleSeconds(params));
  }
}
