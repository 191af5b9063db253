import { defer, filter, type Observable } from 'rxjs';
import { liveCallOf } from '../actions/live-call.js';
import type { CommandResult } from '../protocol/answer.js';
import type { ConnectEvent } from '../protocol/events/connect.js';
import * as ai from '../protocol/options/ai-commands.js';
import * as digit from '../protocol/options/bind-digit.js';
import * as control from '../protocol/options/call.js';
import * as conference from '../protocol/options/conference.js';
import * as connect from '../protocol/options/connect.js';
import * as echo from '../protocol/options/echo.js';
import * as live from '../protocol/options/live.js';
import * as queue from '../protocol/options/queue.js';
import * as refer from '../protocol/options/refer.js';
import * as user from '../protocol/options/user-event.js';
import { CallBase } from './base.js';
import { forgetBridge } from './bridge.js';

/**
 * The methods of a call that send one request. Nothing is sent until the Observable is subscribed to; each subscription
 * sends once, emits RELAY's answer and completes. It completes empty when the call has ended or is gone (404, 410); any
 * other refusal is a `RelayError`. Options are checked when the method is called: bad ones throw a `TypeError` or
 * `RangeError` before anything is sent.
 */
export abstract class CallCommands extends CallBase {
  /**
   * Answers an inbound call: `calling.answer`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/answer
   */
  answer(options: control.AnswerOptions = {}): Observable<CommandResult> {
    const params = control.readAnswer(options);
    this.advise('calling.answer', params);
    return liveCallOf(this).answer(params);
  }

  /**
   * Hangs up: `calling.end`. The reason is `hangup` by default.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/hangup
   */
  hangup(options: control.HangupOptions = {}): Observable<CommandResult> {
    return this.command('calling.end', control.readHangup(options));
  }

  /**
   * Hands an inbound call back to RELAY, which offers it to another client of the context: `calling.pass`. The call is
   * then over for this client (`passed`).
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/pass
   */
  pass(): Observable<CommandResult> {
    return liveCallOf(this).pass();
  }

  /**
   * Transfers control of the call to another document or application: `calling.transfer`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/transfer
   */
  transfer(options: control.TransferOptions): Observable<CommandResult> {
    return this.command('calling.transfer', control.readTransfer(options));
  }

  /**
   * Connects the call to another party: `calling.connect`. `connect$` reports the progress. They stay connected until
   * `disconnect` or until one of them hangs up; `bridge` connects them for as long as it is subscribed to.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/connect
   */
  connect(options: connect.ConnectOptions): Observable<CommandResult> {
    const params = connect.readConnect(options);
    this.advise('calling.connect', params);
    return defer(() => {
      forgetBridge(liveCallOf(this));
      return this.command('calling.connect', params);
    });
  }

  /**
   * Disconnects the call from the party it is connected to: `calling.disconnect`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/disconnect
   */
  disconnect(): Observable<CommandResult> {
    return this.command('calling.disconnect');
  }

  /**
   * Puts the other end on hold: `calling.hold`. Reported by `calling.call.hold`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/hold
   */
  hold(): Observable<CommandResult> {
    return this.command('calling.hold');
  }

  /**
   * Takes the other end off hold: `calling.unhold`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/unhold
   */
  unhold(): Observable<CommandResult> {
    return this.command('calling.unhold');
  }

  /**
   * Starts noise reduction: `calling.denoise`. Reported by `calling.call.denoise`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/denoise
   */
  denoise(): Observable<CommandResult> {
    return this.command('calling.denoise');
  }

  /**
   * Stops noise reduction: `calling.denoise.stop`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/denoise-stop
   */
  denoiseStop(): Observable<CommandResult> {
    return this.command('calling.denoise.stop');
  }

  /**
   * Plays the caller's audio back to the caller: `calling.echo`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/echo
   */
  echo(options: echo.EchoOptions = {}): Observable<CommandResult> {
    return this.command('calling.echo', echo.readEcho(options));
  }

  /**
   * Refers a SIP call to another address: `calling.refer`. Reported by `calling.call.refer`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/refer
   */
  refer(options: refer.ReferOptions): Observable<CommandResult> {
    return this.command('calling.refer', refer.readRefer(options));
  }

  /**
   * Joins a conference: `calling.join_conference`. `calling.conference` events report what happens there. The call
   * stays until `leaveConference`; `conference` stays for as long as it is subscribed to.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/join-conference
   */
  joinConference(options: conference.JoinConferenceOptions): Observable<CommandResult> {
    return this.command('calling.join_conference', conference.readJoinConference(options));
  }

  /**
   * Leaves a conference: `calling.leave_conference`. Takes its id, or the result of `joinConference`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/leave-conference
   */
  leaveConference(options: conference.LeaveConferenceForm): Observable<CommandResult> {
    return this.command('calling.leave_conference', conference.readLeaveConference(options));
  }

  /**
   * Joins a room: `calling.join_room`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/join-room
   */
  joinRoom(options: conference.JoinRoomOptions): Observable<CommandResult> {
    return this.command('calling.join_room', conference.readJoinRoom(options));
  }

  /**
   * Leaves a room: `calling.leave_room`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/leave-room
   */
  leaveRoom(): Observable<CommandResult> {
    return this.command('calling.leave_room');
  }

  /**
   * Binds digits to a method that RELAY calls whenever they are pressed: `calling.bind_digit`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/bind-digit
   */
  bindDigit(options: digit.BindDigitOptions): Observable<CommandResult> {
    return this.command('calling.bind_digit', digit.readBindDigit(options));
  }

  /**
   * Removes bindings made by `bindDigit`: `calling.clear_digit_bindings`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/clear-digit-bindings
   */
  clearDigitBindings(options: digit.ClearDigitBindingsOptions = {}): Observable<CommandResult> {
    return this.command('calling.clear_digit_bindings', digit.readClearDigitBindings(options));
  }

  /**
   * Transcribes the call live: `calling.live_transcribe`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/live-transcribe
   */
  liveTranscribe(options: live.LiveTranscribeOptions): Observable<CommandResult> {
    return this.command('calling.live_transcribe', live.readLiveTranscribe(options));
  }

  /**
   * Translates the call live: `calling.live_translate`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/live-translate
   */
  liveTranslate(options: live.LiveTranslateOptions): Observable<CommandResult> {
    return this.command('calling.live_translate', live.readLiveTranslate(options));
  }

  /**
   * Hands the call to an agent on Amazon Bedrock: `calling.amazon_bedrock`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/amazon-bedrock
   */
  amazonBedrock(options: ai.AmazonBedrockOptions = {}): Observable<CommandResult> {
    return this.command('calling.amazon_bedrock', ai.readAmazonBedrock(options));
  }

  /**
   * Sends a message to the call's AI agent: `calling.ai_message`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-message
   */
  aiMessage(options: ai.AIMessageOptions = {}): Observable<CommandResult> {
    return this.command('calling.ai_message', ai.readAIMessage(options));
  }

  /**
   * Puts the call's AI agent on hold: `calling.ai_hold`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-hold
   */
  aiHold(options: ai.AIHoldOptions = {}): Observable<CommandResult> {
    return this.command('calling.ai_hold', ai.readAIHold(options));
  }

  /**
   * Takes the call's AI agent off hold: `calling.ai_unhold`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-unhold
   */
  aiUnhold(options: ai.AIUnholdOptions = {}): Observable<CommandResult> {
    return this.command('calling.ai_unhold', ai.readAIUnhold(options));
  }

  /**
   * Sends a custom event: `calling.user_event`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/user-event
   */
  userEvent(options: user.UserEventOptions): Observable<CommandResult> {
    return this.command('calling.user_event', user.readUserEvent(options));
  }

  /**
   * Takes the call out of a queue that it was put into elsewhere: `calling.queue.leave`. To leave a queue joined by
   * `queueEnter`, unsubscribe from that action.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/queue-leave
   */
  queueLeave(options: queue.QueueLeaveOptions): Observable<CommandResult> {
    const { params, controlId = liveCallOf(this).connection.platform.generateId() } =
      queue.readQueueLeave(options);
    return this.command('calling.queue.leave', { control_id: controlId, ...params });
  }

  /**
   * The progress of connecting to another party: `connecting`, `connected` (with the peer), `disconnected` or `failed`.
   * Completes with the call.
   */
  get connect$(): Observable<ConnectEvent> {
    return this.on('calling.call.connect');
  }

  /** Emits whenever the call is connected to another party, its `peer`. Completes with the call. */
  get connected$(): Observable<ConnectEvent> {
    return this.connect$.pipe(filter(({ connectState }) => connectState === 'connected'));
  }
}
