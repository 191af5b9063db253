import { BehaviorSubject, ReplaySubject, Subject, Subscription } from 'rxjs';
import type { Observable } from 'rxjs';

import type { Session } from '../engine/session.js';
import type { Settings } from '../engine/settings.js';
import type { Fields } from '../wire/json-rpc.js';
import type { CallerInput } from './caller-input.js';
import { receiveParams, stateParams } from './call-events.js';
import { sessionOf } from './call-state.js';
import type { CallState, EndReason } from './call-state.js';
import type { Heard } from './heard.js';
import { Operations } from './operations.js';

export interface CallDescription {
  readonly context: string;
  readonly from: string;
  readonly to: string;
}

/** One inbound call, from its first ring to its end: what the app and the caller both act on. */
export class Call {
  readonly callId: string;
  readonly segmentId: string;
  readonly tag: string;
  readonly startedAt: number;
  readonly state$: Observable<CallState>;
  readonly heard$: Observable<Heard>;
  readonly volume$: Observable<number>;
  readonly transferredTo$: Observable<string>;
  readonly operations: Operations;
  /** The sessions that were offered the call and would not have it. */
  readonly passedBy = new Set<Session>();
  readonly #state$ = new BehaviorSubject<CallState>({ kind: 'waiting' });
  readonly #input$ = new Subject<CallerInput>();
  readonly #heard$ = new Subject<Heard>();
  readonly #volume$ = new Subject<number>();
  readonly #transferredTo$ = new ReplaySubject<string>(1);
  readonly #timers = new Subscription();

  constructor(
    readonly description: CallDescription,
    readonly settings: Settings,
  ) {
    const { generateId, scheduler, pace } = settings;
    this.callId = generateId();
    this.segmentId = generateId();
    this.tag = generateId();
    this.startedAt = scheduler.now();
    this.state$ = this.#state$.asObservable();
    this.heard$ = this.#heard$.asObservable();
    this.volume$ = this.#volume$.asObservable();
    this.transferredTo$ = this.#transferredTo$.asObservable();
    this.operations = new Operations(
      {
        input$: this.#input$.asObservable(),
        scheduler,
        pace,
        hear: (heard) => this.#heard$.next(heard),
        setVolume: (db) => this.#volume$.next(db),
      },
      (control_id, { type, params }) => this.emit(type, { control_id, ...params }),
    );
    this.#endAfter(settings.ringTimeout, 'noAnswer', 'ringing');
  }

  get state(): CallState {
    return this.#state$.value;
  }

  /** Something comes from the caller's end. */
  input(input: CallerInput): void {
    this.#input$.next(input);
  }

  offer(session: Session): void {
    this.#state$.next({ kind: 'offered', session });
    session.emit('calling.call.receive', receiveParams(this));
  }

  pass(session: Session): void {
    this.passedBy.add(session);
    this.#state$.next({ kind: 'waiting' });
  }

  /** @param maxDuration milliseconds after which the call is ended; 0 for none */
  answer(session: Session, maxDuration: number): void {
    this.#state$.next({ kind: 'answered', session, answeredAt: this.settings.scheduler.now() });
    this.emit('calling.call.state', stateParams(this, 'answered'));
    this.#endAfter(maxDuration, 'max_duration', 'answered');
  }

  transfer(dest: string): void {
    this.#transferredTo$.next(dest);
    this.end('hangup');
  }

  end(reason: EndReason): void {
    const { state } = this;
    if (state.kind === 'ended') return;
    this.#timers.unsubscribe();
    this.operations.end();
    this.#state$.next({
      kind: 'ended',
      session: sessionOf(state),
      answeredAt: state.kind === 'answered' ? state.answeredAt : undefined,
      endedAt: this.settings.scheduler.now(),
      reason,
    });
    this.emit('calling.call.state', stateParams(this, 'ending'));
    this.emit('calling.call.state', stateParams(this, 'ended'));
    for (const subject of [this.#input$, this.#heard$, this.#volume$, this.#transferredTo$])
      subject.complete();
  }

  /** Tells the session that has the call, if one has. */
  emit(type: string, params: Fields): void {
    sessionOf(this.state)?.emit(type, { call_id: this.callId, node_id: this.settings.nodeId, ...params });
  }

  #endAfter(delay: number, reason: EndReason, during: 'ringing' | 'answered'): void {
    if (delay === 0) return;
    const { scheduler } = this.settings;
    this.#timers.add(
      scheduler.schedule(() => {
        if ((this.state.kind === 'answered') === (during === 'answered')) this.end(reason);
      }, delay),
    );
  }
}
