import { defer, filter, type Observable } from 'rxjs';
import { liveCall } from '../actions/live-call.js';
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
 * The methods of a call that are one request: nothing is sent until it is subscribed to, each subscription sends once,
 * it emits RELAY's answer and completes. When the call is gone (404, 410) or has ended it completes empty; any other
 * refusal is a `RelayError`. Options are checked when the method is called, and what is wrong is thrown (`TypeError`,
 * `RangeError`) before anything is sent.
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
    return this[liveCall].answer(params);
  }

  /**
   * Ends the call: `calling.end`, with the reason `hangup` unless another is given.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/hangup
   */
  hangup(options: control.HangupOptions = {}): Observable<CommandResult> {
    return this.command('calling.end', control.readHangup(options));
  }

  /**
   * Hands an inbound call back, to be offered to another client of the context: `calling.pass`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/pass
   */
  pass(): Observable<CommandResult> {
    return this[liveCall].pass();
  }

  /**
   * Hands the call to another document or application: `calling.transfer`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/transfer
   */
  transfer(options: control.TransferOptions): Observable<CommandResult> {
    return this.command('calling.transfer', control.readTransfer(options));
  }

  /**
   * Connects the call with another party: `calling.connect`. How it goes is `connect$`. They stay connected until they are
   * parted by `disconnect` or one of them hangs up; `bridge` connects them for as long as it is subscribed to.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/connect
   */
  connect(options: connect.ConnectOptions): Observable<CommandResult> {
    const params = connect.readConnect(options);
    this.advise('calling.connect', params);
    return defer(() => {
      forgetBridge(this[liveCall]);
      return this.command('calling.connect', params);
    });
  }

  /**
   * Parts the call from the party it was connected with: `calling.disconnect`.
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
   * Takes the noise out of what is heard: `calling.denoise`. Reported by `calling.call.denoise`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/denoise
   */
  denoise(): Observable<CommandResult> {
    return this.command('calling.denoise');
  }

  /**
   * Leaves the noise in again: `calling.denoise.stop`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/denoise-stop
   */
  denoiseStop(): Observable<CommandResult> {
    return this.command('calling.denoise.stop');
  }

  /**
   * Sends the caller's own sound back: `calling.echo`.
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
   * Joins a conference: `calling.join_conference`; what happens there are `calling.conference` events. The call stays in it
   * until `leaveConference`; `conference` is in it for as long as it is subscribed to.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/join-conference
   */
  joinConference(options: conference.JoinConferenceOptions): Observable<CommandResult> {
    return this.command('calling.join_conference', conference.readJoinConference(options));
  }

  /**
   * Leaves a conference: `calling.leave_conference`. Takes its id, or what `joinConference` has emitted.
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
   * Has RELAY call a method whenever digits are pressed: `calling.bind_digit`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/bind-digit
   */
  bindDigit(options: digit.BindDigitOptions): Observable<CommandResult> {
    return this.command('calling.bind_digit', digit.readBindDigit(options));
  }

  /**
   * Undoes what `bindDigit` did: `calling.clear_digit_bindings`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/clear-digit-bindings
   */
  clearDigitBindings(options: digit.ClearDigitBindingsOptions = {}): Observable<CommandResult> {
    return this.command('calling.clear_digit_bindings', digit.readClearDigitBindings(options));
  }

  /**
   * Transcribes the call as it goes: `calling.live_transcribe`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/live-transcribe
   */
  liveTranscribe(options: live.LiveTranscribeOptions): Observable<CommandResult> {
    return this.command('calling.live_transcribe', live.readLiveTranscribe(options));
  }

  /**
   * Translates the call as it goes: `calling.live_translate`.
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
   * Says something to the call's AI agent: `calling.ai_message`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-message
   */
  aiMessage(options: ai.AIMessageOptions = {}): Observable<CommandResult> {
    return this.command('calling.ai_message', ai.readAIMessage(options));
  }

  /**
   * Has the call's AI agent wait: `calling.ai_hold`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-hold
   */
  aiHold(options: ai.AIHoldOptions = {}): Observable<CommandResult> {
    return this.command('calling.ai_hold', ai.readAIHold(options));
  }

  /**
   * Has the call's AI agent continue: `calling.ai_unhold`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-unhold
   */
  aiUnhold(options: ai.AIUnholdOptions = {}): Observable<CommandResult> {
    return this.command('calling.ai_unhold', ai.readAIUnhold(options));
  }

  /**
   * Sends an event of your own: `calling.user_event`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/user-event
   */
  userEvent(options: user.UserEventOptions): Observable<CommandResult> {
    return this.command('calling.user_event', user.readUserEvent(options));
  }

  /**
   * Takes the call out of a queue that it was put into elsewhere: `calling.queue.leave`. What `queueEnter` gives is left
   * by unsubscribing.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/queue-leave
   */
  queueLeave(options: queue.QueueLeaveOptions): Observable<CommandResult> {
    const { params, controlId = this[liveCall].connection.platform.generateId() } =
      queue.readQueueLeave(options);
    return this.command('calling.queue.leave', { control_id: controlId, ...params });
  }

  /** How connecting goes: `connecting`, `connected` with the peer, `disconnected`, `failed`. Completes with the call. */
  get connect$(): Observable<ConnectEvent> {
    return this.on('calling.call.connect');
  }

  /** Emits whenever the call is connected with another party, its `peer`. Completes with the call. */
  get connected$(): Observable<ConnectEvent> {
    return this.connect$.pipe(filter(({ connectState }) => connectState === 'connected'));
  }
}
