import { filter, type Observable } from 'rxjs';
import { CollectAction } from './actions/collect-action.js';
import type { OperationKind } from './actions/kind.js';
import { playAndCollectKind, playKind } from './actions/kinds.js';
import { liveCall, type LiveCall } from './actions/live-call.js';
import { Operation } from './actions/operation.js';
import { PlayAction } from './actions/play-action.js';
import type { CommandResult } from './protocol/answer.js';
import type { CallDevice, CallDirection, CallState, CallStateEvent } from './protocol/events/call.js';
import type { EventOfType, RelayEvent } from './protocol/events/index.js';
import {
  readAnswer,
  readHangup,
  readTransfer,
  type AnswerOptions,
  type HangupOptions,
  type TransferOptions,
} from './protocol/options/call.js';
import type { EitherForm } from './protocol/options/forms.js';
import * as options from './protocol/options/play.js';

/** Who a call is. */
export interface CallIdentity {
  readonly projectId: string | undefined;
  readonly context: string | undefined;
  readonly tag: string | undefined;
  readonly direction: CallDirection | undefined;
  readonly device: CallDevice | undefined;
  readonly segmentId: string | undefined;
}

/**
 * A phone call, inbound or dialled.
 *
 * A simple command is an `Observable<CommandResult>`: nothing is sent until it is subscribed to, each subscription
 * sends once, it emits RELAY's answer and completes. When the call is gone (404, 410) or has ended it completes
 * empty; any other refusal is a `RelayError`. Options are checked when the method is called: what is wrong is thrown
 * before anything is sent.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call
 */
export class Call {
  /** @internal */
  readonly [liveCall]!: LiveCall;

  /** RELAY's id of the project. */
  readonly projectId: string | undefined;
  /** The context that the call came in by. */
  readonly context: string | undefined;
  readonly tag: string | undefined;
  readonly direction: CallDirection | undefined;
  /** Who calls whom, in RELAY's own words: for a phone, `params.from_number` and `params.to_number`. */
  readonly device: CallDevice | undefined;
  readonly segmentId: string | undefined;

  /** @internal Calls are handed out by a client. */
  constructor(live: LiveCall, identity: CallIdentity) {
    // Not enumerable: whoever prints a call wants to see who calls, not how the library keeps it.
    Object.defineProperty(this, liveCall, { value: live });
    this.projectId = identity.projectId;
    this.context = identity.context;
    this.tag = identity.tag;
    this.direction = identity.direction;
    this.device = identity.device;
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
   * The state event that ended the call, also for who comes later; then it completes. Without a value when the call
   * turned out to be gone. Errors with `RelaySessionLostError` or `RelayConnectionError` when it is out of reach.
   */
  get ended$(): Observable<CallStateEvent> {
    return this[liveCall].ended$;
  }

  /** The call's events of one type; completes when the call is over. */
  on<T extends string>(type: T): Observable<EventOfType<T>> {
    return this.events$.pipe(filter((event) => event.type === type)) as unknown as Observable<EventOfType<T>>;
  }

  /**
   * Answers an inbound call: `calling.answer`.
   *
   * @throws {TypeError | RangeError} when an option is not allowed.
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/answer
   */
  answer(options: EitherForm<AnswerOptions> = {}): Observable<CommandResult> {
    return this[liveCall].command('calling.answer', readAnswer(options));
  }

  /**
   * Ends the call: `calling.end`, with the reason `hangup` unless another is given.
   *
   * @throws {TypeError | RangeError} when an option is not allowed.
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/hangup
   */
  hangup(options: EitherForm<HangupOptions> = {}): Observable<CommandResult> {
    return this[liveCall].command('calling.end', readHangup(options));
  }

  /**
   * Hands an inbound call back, to be offered to another client of the context: `calling.pass`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/pass
   */
  pass(): Observable<CommandResult> {
    return this[liveCall].command('calling.pass');
  }

  /**
   * Lets the call go on somewhere else: `calling.transfer`.
   *
   * @throws {TypeError | RangeError} when an option is not allowed.
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/transfer
   */
  transfer(options: EitherForm<TransferOptions>): Observable<CommandResult> {
    return this[liveCall].command('calling.transfer', readTransfer(options));
  }

  /**
   * Plays a list of media: `calling.play`.
   *
   * @throws {TypeError | RangeError} when an option is not allowed.
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play
   */
  play(play: options.PlayForm): PlayAction {
    return this.#play(options.readPlay(play));
  }

  /** Speaks a text: `play` with one `tts`. */
  playTTS(play: options.PlayTTSOptions): PlayAction {
    return this.#play(options.readPlayTTS(play));
  }

  /** Plays a recording: `play` with one `audio`. */
  playAudio(play: options.PlayAudioOptions): PlayAction {
    return this.#play(options.readPlayAudio(play));
  }

  /** Plays silence, in seconds: `play` with one `silence`. */
  playSilence(play: options.PlaySilenceOptions): PlayAction {
    return this.#play(options.readPlaySilence(play));
  }

  /** Plays a ringing tone: `play` with one `ringtone`. */
  playRingtone(play: options.PlayRingtoneOptions): PlayAction {
    return this.#play(options.readPlayRingtone(play));
  }

  /**
   * Plays a prompt and collects digits or speech: `calling.play_and_collect`.
   *
   * @throws {TypeError | RangeError} when an option is not allowed.
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
   */
  playAndCollect(prompt: options.PlayAndCollectForm): CollectAction {
    return this.#prompt(options.readPlayAndCollect(prompt));
  }

  /** Speaks a prompt and collects: `playAndCollect` with one `tts`. */
  promptTTS(prompt: options.PromptTTSOptions): CollectAction {
    return this.#prompt(options.readPromptTTS(prompt));
  }

  /** Plays a recorded prompt and collects: `playAndCollect` with one `audio`. */
  promptAudio(prompt: options.PromptAudioOptions): CollectAction {
    return this.#prompt(options.readPromptAudio(prompt));
  }

  #play(request: options.OperationRequest): PlayAction {
    return new PlayAction(this.#operation(playKind, request));
  }

  #prompt(request: options.OperationRequest): CollectAction {
    return new CollectAction(this.#operation(playAndCollectKind, request));
  }

  #operation<E extends RelayEvent>(kind: OperationKind<E>, request: options.OperationRequest): Operation<E> {
    return new Operation(this[liveCall], kind, request);
  }
}
