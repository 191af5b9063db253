import * as ais from './ai-methods.js';
import * as calls from './call-methods.js';
import * as collects from './collect-methods.js';
import * as connects from './connect-methods.js';
import { connect } from './connect.js';
import * as detects from './detect-methods.js';
import * as faxes from './fax-methods.js';
import * as gatherings from './gathering-methods.js';
import * as lines from './audio-methods.js';
import * as media from './media-methods.js';
import * as messages from './message-methods.js';
import type { Method } from './method.js';
import * as dials from './dial-methods.js';
import * as digits from './digit-methods.js';
import * as pays from './pay-methods.js';
import * as plays from './play-methods.js';
import * as records from './record-methods.js';
import { refer } from './refer-method.js';
import * as sessions from './session-methods.js';
import * as sides from './side-methods.js';

/** The methods of the simulator. To add one, write a file beside this one and a row here. */
export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['signalwire.connect', connect],
  ['signalwire.reauthenticate', sessions.reauthenticate],
  ['signalwire.ping', sessions.ping],
  ['signalwire.receive', sessions.receive],
  ['signalwire.unreceive', sessions.unreceive],

  ['messaging.send', messages.send],

  ['calling.dial', dials.dial],
  ['calling.answer', calls.answer],
  ['calling.end', calls.end],
  ['calling.pass', calls.pass],
  ['calling.transfer', calls.transfer],

  ['calling.play', plays.play],
  ['calling.play.stop', plays.stop],
  ['calling.play.pause', plays.pause],
  ['calling.play.resume', plays.resume],
  ['calling.play.volume', plays.volume],

  ['calling.play_and_collect', collects.playAndCollect],
  ['calling.play_and_collect.stop', collects.stopPlayAndCollect],
  ['calling.play_and_collect.volume', collects.volumeOfPlayAndCollect],
  ['calling.collect', collects.collect],
  ['calling.collect.stop', collects.stopCollect],
  ['calling.collect.start_input_timers', collects.startInputTimers],

  ['calling.record', records.record],
  ['calling.record.stop', records.stop],
  ['calling.record.pause', records.pause],
  ['calling.record.resume', records.resume],
  ['calling.detect', detects.detect],
  ['calling.detect.stop', detects.stop],
  ['calling.send_digits', digits.sendDigits],

  ['calling.connect', connects.connect],
  ['calling.disconnect', connects.disconnect],
  ['calling.refer', refer],
  ['calling.hold', lines.hold],
  ['calling.unhold', lines.unhold],
  ['calling.denoise', lines.denoise],
  ['calling.denoise.stop', lines.denoiseStop],
  ['calling.echo', lines.echo],

  ['calling.join_conference', gatherings.joinConference],
  ['calling.leave_conference', gatherings.leaveConference],
  ['calling.join_room', gatherings.joinRoom],
  ['calling.leave_room', gatherings.leaveRoom],
  ['calling.queue.enter', gatherings.enterQueue],
  ['calling.queue.leave', gatherings.leaveQueue],

  ['calling.send_fax', faxes.sendFax],
  ['calling.send_fax.stop', faxes.stopSendFax],
  ['calling.receive_fax', faxes.receiveFax],
  ['calling.receive_fax.stop', faxes.stopReceiveFax],
  ['calling.tap', media.tap],
  ['calling.tap.stop', media.stopTap],
  ['calling.stream', media.stream],
  ['calling.stream.stop', media.stopStream],
  ['calling.transcribe', media.transcribe],
  ['calling.transcribe.stop', media.stopTranscribe],
  ['calling.pay', pays.pay],
  ['calling.pay.stop', pays.stopPay],

  ['calling.ai', ais.ai],
  ['calling.ai.stop', ais.stopAi],
  ['calling.ai_message', ais.aiMessage],
  ['calling.ai_hold', ais.aiHold],
  ['calling.ai_unhold', ais.aiUnhold],
  ['calling.amazon_bedrock', ais.amazonBedrock],

  ['calling.live_transcribe', sides.liveTranscribe],
  ['calling.live_translate', sides.liveTranslate],
  ['calling.user_event', sides.userEvent],
  ['calling.bind_digit', digits.bindDigit],
  ['calling.clear_digit_bindings', digits.clearDigitBindings],
]);
