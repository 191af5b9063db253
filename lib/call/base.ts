import { filter, type Observable } from 'rxjs';
import { AsyncEvents } from '../actions/async-events.js';
import type { CallEnd } from '../actions/call-end.js';
import type { OperationKind } from '../actions/kind.js';
import { liveCall, type LiveCall } from '../actions/live-call.js';
import { Operation } from '../actions/operation.js';
import type { CommandResult } from '../protocol/answer.js';
import type { CallDevice, CallDirection, CallState } from '../protocol/events/call.js';
import type { EventOfType, EventType, RelayEvent } from '../protocol/events/index.js';
import { partyOf } from '../protocol/events/parties.js';
import { implausibleSeconds } from '../protocol/options/implausible-durations.js';
import type { OperationRequest } from '../protocol/options/operation.js';

/** Identity of a call. */
export interface CallIdentity {
  readonly projectId?: string | undefined;
  readonly context?: string | undefined;
  readonly tag: string | undefined;
  readonly direction: CallDirection | undefined;
  readonly device: CallDevice | undefined;
  readonly segmentId: string | undefined;
}

/** Identity and streams of a call: all that a call has beside its methods. */
export abstract class CallBase {
  /** @internal */
  readonly [liveCall]!: LiveCall;

  /** RELAY's id of the project. */
  readonly projectId: string | undefined;
  /** The context that the call came in by. */
  readonly context: string | undefined;
  readonly tag: string | undefined;
  readonly direction: CallDirection | undefined;
  /** Both ends of a call, in RELAY's own words: for a phone, `params.from_number` and `params.to_number`. */
  readonly device: CallDevice | undefined;
  /** The number or address that calls: of a phone, a SIP address, a browser. Undefined where RELAY gives none. */
  readonly from: string | undefined;
  /** The number or address that is called. */
  readonly to: string | undefined;
  readonly segmentId: string | undefined;

  /** @internal Calls are handed out by a client. */
  constructor(live: LiveCall, identity: CallIdentity) {
    // Not enumerable: a reader of a printed call wants to see who calls, not how the library keeps it.
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

  /** RELAY's id of the call. */
  get callId(): string {
    return this[liveCall].callId;
  }

  /** The RELAY node that has the call. */
  get nodeId(): string {
    return this[liveCall].nodeId;
  }

  /** created, ringing, answered, ending or ended. */
  get state(): CallState {
    return this[liveCall].state;
  }

  /** The state now, and every one after it; completes when the call is over. */
  get state$(): Observable<CallState> {
    return this[liveCall].state$;
  }

  /** Every event of the call; completes when the call is over. */
  get events$(): Observable<RelayEvent> {
    return this[liveCall].events$;
  }

  /**
   * How the call ended: emits exactly one `CallEnd` and completes, for late subscribers too, and never fails. Inside a flow
   * of `eachCall` it does no good: the flow is unsubscribed before it emits. What is to be done then is `after`.
   */
  get ended$(): Observable<CallEnd> {
    return this[liveCall].ended$;
  }

  /**
   * Every event of the call for `for await`: the loop ends with the call, and unsubscribes when the loop ends early. Events are kept
   * from its first step on, until they are read.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<RelayEvent> {
    return new AsyncEvents(this.events$);
  }

  /** The call's events of one type; completes when the call is over. */
  on<T extends EventType>(type: T): Observable<EventOfType<T>> {
    return this.events$.pipe(filter((event) => event.type === type)) as unknown as Observable<EventOfType<T>>;
  }

  /** A command of the call's own. */
  protected command(method: string, params?: object): Observable<CommandResult> {
    if (params !== undefined) this.advise(method, params);
    return this[liveCall].command(method, params);
  }

  /** The operation of an action. */
  protected operation<E extends RelayEvent>(kind: OperationKind<E>, request: OperationRequest): Operation<E> {
    this.advise(kind.method, request.params);
    return new Operation(this[liveCall], kind, request);
  }

  /** Reports what is allowed and looks wrong: a duration in the other unit, a name that only the wire has. */
  protected advise(method: string, params: object): void {
    const { connection } = this[liveCall];
    connection.logWireNames();
    connection.warnOfUnits(method, implausibleSeconds(params));
  }
}
