import type { Observable } from 'rxjs';
import { CollectAction } from '../actions/collect-action.js';
import { AIAction } from '../actions/ai-action.js';
import { DetectAction } from '../actions/detect-action.js';
import { FaxAction } from '../actions/fax-action.js';
import { PayAction } from '../actions/pay-action.js';
import { QueueAction } from '../actions/queue-action.js';
import { SendDigitsAction } from '../actions/send-digits-action.js';
import { StreamAction } from '../actions/stream-action.js';
import { TapAction } from '../actions/tap-action.js';
import { TranscribeAction } from '../actions/transcribe-action.js';
import * as kinds from '../actions/kinds.js';
import { liveCallOf } from '../actions/live-call.js';
import { PlayAction } from '../actions/play-action.js';
import { RecordAction } from '../actions/record-action.js';
import { StandaloneCollectAction } from '../actions/standalone-collect-action.js';
import type { ConferenceEvent } from '../protocol/events/conference.js';
import type { ConnectEvent } from '../protocol/events/connect.js';
import * as ai from '../protocol/options/ai.js';
import * as conferences from '../protocol/options/conference.js';
import * as connect from '../protocol/options/connect.js';
import * as detect from '../protocol/options/detect.js';
import * as fax from '../protocol/options/fax.js';
import type { OperationRequest } from '../protocol/options/operation.js';
import * as pay from '../protocol/options/pay.js';
import * as play from '../protocol/options/play.js';
import * as queue from '../protocol/options/queue.js';
import * as record from '../protocol/options/record.js';
import * as sendDigits from '../protocol/options/send-digits.js';
import * as collect from '../protocol/options/standalone-collect.js';
import * as stream from '../protocol/options/stream.js';
import * as tap from '../protocol/options/tap.js';
import * as transcribe from '../protocol/options/transcribe.js';
import { bridge } from './bridge.js';
import { CallCommands } from './commands.js';
import { conference } from './conference.js';

/**
 * The methods of a call that return an action: an operation with a control id and events of its own. Options are
 * checked when the method is called: bad ones throw a `TypeError` or `RangeError` before anything is sent.
 */
export abstract class CallOperations extends CallCommands {
  /**
   * Plays a list of media: `calling.play`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play
   */
  play(options: play.PlayOptions): PlayAction {
    return this.#play(play.readPlay(options));
  }

  /**
   * Speaks a text: `play` with one `tts`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-tts
   */
  playTTS(options: play.PlayTTSOptions): PlayAction {
    return this.#play(play.readPlayTTS(options));
  }

  /**
   * Plays a recording: `play` with one `audio`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-audio
   */
  playAudio(options: play.PlayAudioOptions): PlayAction {
    return this.#play(play.readPlayAudio(options));
  }

  /**
   * Plays silence, in seconds: `play` with one `silence`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-silence
   */
  playSilence(options: play.PlaySilenceOptions): PlayAction {
    return this.#play(play.readPlaySilence(options));
  }

  /**
   * Plays a ringing tone: `play` with one `ringtone`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-ringtone
   */
  playRingtone(options: play.PlayRingtoneOptions): PlayAction {
    return this.#play(play.readPlayRingtone(options));
  }

  /**
   * Plays a prompt and collects digits or speech: `calling.play_and_collect`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
   */
  playAndCollect(options: play.PlayAndCollectOptions): CollectAction {
    return this.#prompt(play.readPlayAndCollect(options));
  }

  /**
   * Speaks a prompt and collects: `playAndCollect` with one `tts`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/prompt-tts
   */
  promptTTS(options: play.PromptTTSOptions): CollectAction {
    return this.#prompt(play.readPromptTTS(options));
  }

  /**
   * Plays a recorded prompt and collects: `playAndCollect` with one `audio`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/prompt-audio
   */
  promptAudio(options: play.PromptAudioOptions): CollectAction {
    return this.#prompt(play.readPromptAudio(options));
  }

  /**
   * Collects digits or speech without a prompt: `calling.collect`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/collect
   */
  collect(options: collect.CollectOptions): StandaloneCollectAction {
    return new StandaloneCollectAction(this.operation(kinds.collectKind, collect.readCollect(options)));
  }

  /**
   * Records the call: `calling.record`. The terminal event has the `url`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/record
   */
  record(options: record.RecordOptions = {}): RecordAction {
    return new RecordAction(this.operation(kinds.recordKind, record.readRecord(options)));
  }

  /**
   * Listens for a machine, a fax or digits: `calling.detect`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect
   */
  detect(options: detect.DetectOptions): DetectAction {
    return this.#detect(detect.readDetect(options));
  }

  /**
   * Detects whether a human or a machine has answered: `detect` with one `machine`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-answering-machine
   */
  detectAnsweringMachine(options: detect.DetectAnsweringMachineOptions = {}): DetectAction {
    return this.#detect(detect.readDetectAnsweringMachine(options));
  }

  /**
   * Listens for a fax tone: `detect` with one `fax`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-fax
   */
  detectFax(options: detect.DetectFaxOptions = {}): DetectAction {
    return this.#detect(detect.readDetectFax(options));
  }

  /**
   * Listens for digits: `detect` with one `digit`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-digit
   */
  detectDigit(options: detect.DetectDigitOptions = {}): DetectAction {
    return this.#detect(detect.readDetectDigit(options));
  }

  /**
   * Sends digits to the other end: `calling.send_digits`. `w` is a pause of half a second, `W` of a second.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/send-digits
   */
  sendDigits(options: sendDigits.SendDigitsOptions): SendDigitsAction {
    return new SendDigitsAction(this.operation(kinds.sendDigitsKind, sendDigits.readSendDigits(options)));
  }

  /**
   * Sends a fax: `calling.send_fax`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/send-fax
   */
  sendFax(options: fax.SendFaxOptions): FaxAction {
    return new FaxAction(this.operation(kinds.sendFaxKind, fax.readSendFax(options)));
  }

  /**
   * Receives a fax: `calling.receive_fax`. The terminal event has the `document`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/receive-fax
   */
  receiveFax(options: fax.ReceiveFaxOptions = {}): FaxAction {
    return new FaxAction(this.operation(kinds.receiveFaxKind, fax.readReceiveFax(options)));
  }

  /**
   * Sends the call's audio to a device: `calling.tap`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/tap
   */
  tap(options: tap.TapOptions): TapAction {
    return new TapAction(this.operation(kinds.tapKind, tap.readTap(options)));
  }

  /**
   * Streams the call's audio to a WebSocket: `calling.stream`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/stream
   */
  stream(options: stream.StreamOptions): StreamAction {
    return new StreamAction(this.operation(kinds.streamKind, stream.readStream(options)));
  }

  /**
   * Takes a payment by phone: `calling.pay`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/pay
   */
  pay(options: pay.PayOptions): PayAction {
    return new PayAction(this.operation(kinds.payKind, pay.readPay(options)));
  }

  /**
   * Transcribes the call: `calling.transcribe`. The terminal event has the `url`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/transcribe
   */
  transcribe(options: transcribe.TranscribeOptions = {}): TranscribeAction {
    return new TranscribeAction(this.operation(kinds.transcribeKind, transcribe.readTranscribe(options)));
  }

  /**
   * Hands the call to an AI agent: `calling.ai`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai
   */
  ai(options: ai.AIOptions = {}): AIAction {
    return new AIAction(this.operation(kinds.aiKind, ai.readAI(options)));
  }

  /**
   * Puts the call into a queue: `calling.queue.enter`. Unsubscribing takes the call out.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/queue-enter
   */
  queueEnter(options: queue.QueueEnterOptions): QueueAction {
    return new QueueAction(this.operation(kinds.queueKind, queue.readQueueEnter(options)));
  }

  /**
   * Connects the call to another party for as long as it is subscribed to: sends `calling.connect`, and
   * `calling.disconnect` when it is unsubscribed.
   *
   * It emits the connect events (`connecting`, `connected` with the `peer`, `disconnected`) and completes when the two
   * are disconnected or the call ends. Later subscribers join; after the end, subscribing connects again. If it is
   * unsubscribed while the party's phone rings and the party answers nevertheless, the two are disconnected at once.
   *
   * @throws {TypeError | RangeError} when an option is not allowed. Fails with `ConnectError` when nobody answers, and
   * with `RelayError` when RELAY refuses.
   * @example
   * ```ts
   * import { phone, tts } from 'relay-rx';
   * import { catchError, concat } from 'rxjs';
   *
   * concat(
   *   call.bridge({ devices: phone({ to: '+15550102', from: '+15550101' }) }).pipe(
   *     catchError(() => call.play({ media: [tts('Nobody is there. Please call again.')] })),
   *   ),
   *   call.hangup(),
   * ).subscribe();
   * ```
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/connect
   */
  bridge(options: connect.ConnectOptions): Observable<ConnectEvent> {
    const params = connect.readConnect(options);
    this.advise('calling.connect', params);
    return bridge(liveCallOf(this), params);
  }

  /**
   * Puts the call into a conference for as long as it is subscribed to: sends `calling.join_conference`, and
   * `calling.leave_conference` when it is unsubscribed.
   *
   * It emits the conference's events, and completes when the conference ends, when the call is taken out of it or when
   * the call ends. Later subscribers join; after the end, subscribing joins the conference again.
   *
   * @throws {TypeError | RangeError} when an option is not allowed. Fails with `RelayError` when RELAY refuses.
   * @example
   * ```ts
   * // caller: press 0
   * import { hotkey } from 'relay-rx';
   * import { concat, takeUntil } from 'rxjs';
   *
   * // The caller leaves the conference with 0.
   * concat(call.conference({ name: 'team' }).pipe(takeUntil(hotkey(call, '0'))), call.hangup()).subscribe();
   * ```
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/join-conference
   */
  conference(options: conferences.JoinConferenceOptions): Observable<ConferenceEvent> {
    const params = conferences.readJoinConference(options);
    this.advise('calling.join_conference', params);
    return conference(liveCallOf(this), params);
  }

  #play(request: OperationRequest): PlayAction {
    return new PlayAction(this.operation(kinds.playKind, request));
  }

  #prompt(request: OperationRequest): CollectAction {
    return new CollectAction(this.operation(kinds.playAndCollectKind, request));
  }

  #detect(request: OperationRequest): DetectAction {
    return new DetectAction(this.operation(kinds.detectKind, request));
  }
}
