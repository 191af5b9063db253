import { BehaviorSubject, Subscription, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';

import type { Session } from '../engine/session.js';
import type { Settings } from '../engine/settings.js';
import type { OperationContext } from '../operations/operation.js';
import type { Fields } from '../wire/json-rpc.js';
import type { CallDescription } from './call-description.js';
import { receiveParams, stateParams } from './call-events.js';
import type { WireState } from './call-events.js';
import { sessionOf } from './call-state.js';
import type { CallState, EndReason } from './call-state.js';
import { NO_CONNECTION } from './connection-state.js';
import type { ConnectionState } from './connection-state.js';
import { FarEnd } from './far-end.js';
import { Operations } from './operations.js';

/** One call, from its creation to its end. The app and the party at the other end act on it. */
export class Call {
  readonly callId: string;
  readonly segmentId: string;
  readonly tag: string;
  readonly context: string;
  readonly startedAt: number;
  readonly state$: Observable<CallState>;
  readonly farEnd = new FarEnd();
  readonly operationContext: OperationContext;
  readonly operations: Operations;
  /** The sessions that were offered the call, in order. */
  readonly offers: Session[] = [];
  /** The sessions that passed it or were lost. */
  readonly passedBy = new Set<Session>();
  /** Unsubscribed when the call ends. */
  readonly life = new Subscription();
  connection: ConnectionState<Call> = NO_CONNECTION;
  #state: CallState;
  readonly #state$: BehaviorSubject<CallState>;

  /** @param state the initial state: `waiting` for an inbound call, `created` for an outbound one */
  constructor(
    readonly description: CallDescription,
    readonly settings: Settings,
    state: Extract<CallState, { kind: 'waiting' | 'created' }>,
  ) {
    const { generateId, scheduler, pace } = settings;
    this.callId = generateId();
    this.segmentId = generateId();
    this.tag = description.tag ?? generateId();
    this.context = description.context;
    this.startedAt = scheduler.now();
    this.#state = state;
    this.#state$ = new BehaviorSubject<CallState>(state);
    this.state$ = this.#state$.asObservable();
    this.operationContext = { farEnd: this.farEnd, party: description.party, scheduler, pace, generateId };
    this.operations = new Operations(this.operationContext, (control_id, { type, params }) =>
      this.emit(type, { control_id, ...params }),
    );
    this.#endAfter(description.ringTimeout, 'noAnswer', 'ringing');
    if (state.kind === 'created') this.#tell('created');
  }

  get state(): CallState {
    return this.#state;
  }

  /** The call that this one is connected to. */
  get peer(): Call | undefined {
    return this.connection.kind === 'connected' ? this.connection.peer : undefined;
  }

  get isOver(): boolean {
    return this.#state.kind === 'ended';
  }

  /** Whether it waits for a session to take it. */
  get isOpen(): boolean {
    return this.#state.kind === 'waiting';
  }

  offer(session: Session): void {
    this.offers.push(session);
    this.#enter({ kind: 'offered', session }, () =>
      session.emit('calling.call.receive', receiveParams(this)),
    );
  }

  isRefusedBy(session: Session): boolean {
    return this.passedBy.has(session);
  }

  pass(session: Session): void {
    this.passedBy.add(session);
    this.#enter({ kind: 'waiting' });
  }

  /** Makes the phone of the called party ring. */
  ring(): void {
    const state = this.#state;
    if (state.kind !== 'created') return;
    this.#enter({ kind: 'ringing', session: state.session }, () => this.#tell('ringing'));
  }

  /** Answers the call: the app an inbound one, the called party an outbound one. */
  answer(maxDuration = this.description.maxDuration): void {
    const session = sessionOf(this.#state);
    if (session === undefined || this.#state.kind === 'answered' || this.#state.kind === 'ended') return;
    const answeredAt = this.settings.scheduler.now();
    this.#enter({ kind: 'answered', session, answeredAt }, () => this.#tell('answered'));
    this.#endAfter(maxDuration, 'max_duration', 'answered');
  }

  transfer(dest: string): void {
    this.farEnd.transfer(dest);
    this.end('hangup');
  }

  /** @param wanted the end reason; a call whose session is lost always ends with the reason error */
  end(wanted: EndReason): void {
    const state = this.#state;
    if (state.kind === 'ended') return;
    const { lateResults, scheduler } = this.settings;
    const session = sessionOf(state);
    const lost = session?.state === 'lost';
    const ended: CallState = {
      kind: 'ended',
      session,
      answeredAt: state.kind === 'answered' ? state.answeredAt : undefined,
      endedAt: scheduler.now(),
      reason: lost ? 'error' : wanted,
      lost,
    };
    // Set before the events, so that a request that the app sends on one of them finds an ended call.
    this.#state = ended;
    this.life.unsubscribe();
    const results = this.operations.end(lateResults === undefined ? 'now' : 'late');
    this.#enter(ended, () => {
      this.#tell('ending');
      this.#tell('ended');
    });
    this.farEnd.close();
    if (results.length === 0 || session === undefined) return;
    const reported$ = timer(lateResults ?? 0, scheduler).pipe(
      tap(() => results.forEach((report) => report())),
    );
    session.life.add(reported$.subscribe());
  }

  /** Sends an event to the session that has the call, if there is one. */
  emit(type: string, params: Fields): void {
    sessionOf(this.#state)?.emit(type, { call_id: this.callId, node_id: this.settings.nodeId, ...params });
  }

  #tell(callState: WireState): void {
    this.emit('calling.call.state', stateParams(this, callState));
  }

  /** Enters a state. The app receives its event before the simulator reacts, for example by naming a dial's winner. */
  #enter(state: CallState, tell: () => void = () => undefined): void {
    this.#state = state;
    tell();
    // The app may have changed the state synchronously on that event.
    if (this.#state === state) this.#state$.next(state);
  }

  #endAfter(delay: number, reason: EndReason, during: 'ringing' | 'answered'): void {
    if (delay === 0) return;
    const { scheduler } = this.settings;
    this.life.add(
      scheduler.schedule(() => {
        if ((this.#state.kind === 'answered') === (during === 'answered')) this.end(reason);
      }, delay),
    );
  }
}
