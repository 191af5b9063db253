import {
  ReplaySubject,
  Subject,
  concatMap,
  distinctUntilChanged,
  filter,
  finalize,
  isObservable,
  map,
  merge,
  take,
  takeUntil,
  takeWhile,
  tap,
} from 'rxjs';
import type { Observable } from 'rxjs';

import type { SimulatedSession } from '../engine/simulated-session.js';
import type { OperationKind } from '../operations/operation.js';
import type { Call } from './call.js';
import type { CallerInput } from './caller-input.js';
import { sessionOf } from './call-state.js';
import type { CallState, EndReason } from './call-state.js';
import type { Heard } from './heard.js';
import type { AnsweredBy } from './party.js';
import { follow } from './script.js';
import type { CallerStep } from './script.js';
import { keystrokes, type } from './keystrokes.js';
import type { Keystrokes } from './keystrokes.js';
import { NOISE, confidenceOf, greetingOf, speak, utterance } from './utterance.js';
import type { Utterance } from './utterance.js';
import { joined, wordsOf } from './words.js';

const AWAITING: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'play_and_collect',
  'collect',
  'record',
  'detect',
  'transcribe',
  'pay',
]);

export type CallerState = 'ringing' | 'answered' | 'ended';

/** An action of the party at the far end. */
export type CallerAct =
  | { readonly press: string }
  | { readonly say: string; readonly confidence: number }
  | { readonly mumble: true }
  | { readonly hangUp: true };

/** Speech that is added word by word. Other speech waits until it is ended. */
export interface OpenSpeech {
  /** Adds words, understood as well as `confidence` says: 0 to 100, 90 by default. */
  readonly add: (text: string, options?: { readonly confidence?: number }) => void;
  /** Ends the speech. */
  readonly end: () => void;
}

const actOf = ({ words, confidence }: Utterance): CallerAct =>
  words.length === 0 ? { mumble: true } : { say: words.reduce(joined, ''), confidence };

const callerState = ({ kind }: CallState): CallerState =>
  kind === 'answered' || kind === 'ended' ? kind : 'ringing';

/**
 * The party at the other end of a call, who calls or, as a {@link Callee}, is called. It hears what the app plays,
 * presses keys, speaks and hangs up. Actions after the end of the call have no effect.
 */
export class Caller {
  readonly callId: string;
  readonly context: string;
  readonly from: string;
  readonly to: string;
  /** Result of `calling.detect`. */
  readonly answeredBy: AnsweredBy;
  /**
   * The media that the party hears from now on: a medium when it starts, speech when it is complete. Completes when the
   * call ends.
   */
  readonly heard$: Observable<Heard>;
  /** The current state, then each change; completes after `ended`. */
  readonly state$: Observable<CallerState>;
  /**
   * The session that has the call, the current one first; undefined while there is none. An inbound call has a session
   * when it is offered, and another one after it is passed. Completes when the call ends.
   */
  readonly servedBy$: Observable<SimulatedSession | undefined>;
  /** The volume in dB, each time that the app sets it; completes when the call ends. */
  readonly volume$: Observable<number>;
  /** Each key that the party hears as a tone, sent by the app or pressed by another party. */
  readonly receivedDigits$: Observable<string>;
  /** Whether the call is on hold, the current value first; completes when the call ends. */
  readonly held$: Observable<boolean>;
  /** The destination of a transfer by the app, for late subscribers too; completes when the call ends. */
  readonly transferredTo$: Observable<string>;
  /** The actions of the party, each when it begins, and each key separately. Completes when the call ends. */
  readonly acts$: Observable<CallerAct>;

  readonly #acts$ = new Subject<CallerAct>();
  readonly #call: Call;
  readonly #pressed$ = new Subject<Keystrokes>();
  readonly #said$ = new Subject<Utterance | Observable<CallerInput>>();

  /** @internal */
  constructor(call: Call) {
    const { scheduler, pace } = call.settings;
    this.#call = call;
    this.callId = call.callId;
    const { context, from, to, party } = call.description;
    this.context = context;
    this.from = from;
    this.to = to;
    this.answeredBy = party.answeredBy;
    const { farEnd } = call;
    this.heard$ = farEnd.heard$;
    this.volume$ = farEnd.volume$;
    this.receivedDigits$ = farEnd.digit$;
    this.held$ = farEnd.held$;
    this.transferredTo$ = farEnd.transferredTo$;
    this.state$ = call.state$.pipe(
      map(callerState),
      distinctUntilChanged(),
      takeWhile((state) => state !== 'ended', true),
    );
    this.servedBy$ = call.state$.pipe(
      takeWhile(({ kind }) => kind !== 'ended', true),
      map((state) => sessionOf(state)?.view),
      distinctUntilChanged(),
    );

    // Keys and speech are independent: each has its own order, and neither waits for the other.
    this.acts$ = this.#acts$.asObservable();
    const keyed$ = this.#pressed$.pipe(
      concatMap((keys) => type(keys, scheduler)),
      tap((input) => input.kind === 'key' && this.#acts$.next({ press: input.key })),
    );
    const greeting$ = call.state$.pipe(
      filter(({ kind }) => kind === 'answered'),
      take(1),
      concatMap(() => greetingOf(party)),
    );
    const spoken$ = merge(greeting$, this.#said$).pipe(
      concatMap((said) => {
        if (isObservable(said)) return said;
        this.#acts$.next(actOf(said));
        return speak(said, pace.wordsPerMinute, scheduler);
      }),
    );
    const over$ = call.state$.pipe(
      filter(({ kind }) => kind === 'ended'),
      take(1),
    );
    merge(keyed$, spoken$)
      .pipe(
        tap((input) => farEnd.input(input)),
        takeUntil(over$),
        finalize(() => this.#acts$.complete()),
      )
      .subscribe();
  }

  /**
   * The control ids of the operations that wait for keys, speech or silence of the party: collects, recordings,
   * detectors, payments.
   */
  get awaitedBy(): readonly string[] {
    return this.#call.operations.idsOf(AWAITING);
  }

  get state(): CallerState {
    return callerState(this.#call.state);
  }

  /** The end reason; undefined until the call has ended. */
  get endReason(): EndReason | undefined {
    const { state } = this.#call;
    return state.kind === 'ended' ? state.reason : undefined;
  }

  /** The session that has the call, or had it when it ended. */
  get servedBy(): SimulatedSession | undefined {
    return sessionOf(this.#call.state)?.view;
  }

  /**
   * Every session that an inbound call was offered to, in order. All but the last one passed it or were lost before
   * they answered.
   */
  get offers(): readonly SimulatedSession[] {
    return this.#call.offers.map(({ view }) => view);
  }

  /** The session whose loss ended the call, with the end reason `error`; undefined for every other end. */
  get lostWith(): SimulatedSession | undefined {
    const { state } = this.#call;
    return state.kind === 'ended' && state.lost ? state.session?.view : undefined;
  }

  /**
   * Presses keys, after those that are still being pressed. A key is lost if nothing collects it.
   *
   * @param keys one or more of `0-9 * # A-D`; anything else is a `RangeError`
   * @param options `gap`: milliseconds between two keys; all at once by default
   */
  press(keys: string, { gap = 0 }: { readonly gap?: number } = {}): void {
    this.#pressed$.next(keystrokes(keys, gap));
  }

  /**
   * Says words at the simulator's `wordsPerMinute`, after earlier speech. A text without words is a `RangeError`; see
   * {@link mumble}.
   *
   * @param options `confidence`: the confidence of the recognition, 0 to 100; 90 by default
   */
  say(text: string, { confidence = 90 }: { readonly confidence?: number } = {}): void {
    this.#said$.next(utterance(text, confidence));
  }

  /**
   * Begins to speak, after earlier speech. Words are added one by one, and cause partial results.
   */
  speak(): OpenSpeech {
    const input$ = new ReplaySubject<CallerInput>(Infinity);
    input$.next({ kind: 'voice' });
    this.#said$.next(input$);
    return {
      add: (text, options = {}) => {
        const confidence = confidenceOf(options.confidence);
        for (const word of wordsOf(text)) input$.next({ kind: 'word', ...word, confidence });
      },
      end: () => {
        input$.next({ kind: 'quiet' });
        input$.complete();
      },
    };
  }

  /** Speaks unintelligibly for the length of a word: a collect of speech ends with no_match. */
  mumble(): void {
    this.#said$.next(NOISE);
  }

  /** Ends the call, with the reason cancel while it rings (decline for a callee), and hangup after that. */
  hangUp(): void {
    const { state, description } = this.#call;
    if (state.kind !== 'ended') this.#acts$.next({ hangUp: true });
    if (state.kind === 'answered') this.#call.end('hangup');
    else this.#call.end(description.direction === 'inbound' ? 'cancel' : 'decline');
  }

  /**
   * Runs steps in order; emits each when it is done, and completes after the last one or when the call ends. A step
   * right after a `hear` is delayed by the simulator's `reactionTime`. Nothing happens until it is subscribed to; an
   * invalid step throws a `RangeError` at once.
   *
   * @example caller.script([{ hear: 'Press 1' }, { wait: 6000 }, { press: '2' }, { hangUp: true }]).subscribe();
   */
  script(steps: readonly CallerStep[]): Observable<CallerStep> {
    return follow(this, steps, this.#call.settings);
  }
}
