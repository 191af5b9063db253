import { readAI, aiSchema } from './ai.js';
import * as ai from './ai-commands.js';
import * as digit from './bind-digit.js';
import * as call from './call.js';
import * as conference from './conference.js';
import { connectSchema, readConnect } from './connect.js';
import { detectSchema, readDetect } from './detect.js';
import { dialSchema, readDial } from './dial.js';
import { echoSchema, readEcho } from './echo.js';
import * as fax from './fax.js';
import * as live from './live.js';
import { readSendMessage, sendMessageSchema } from './message.js';
import { noSchema, readNothing, readVolume, volumeSchema } from './nothing.js';
import * as play from './play.js';
import { paySchema, readPay } from './pay.js';
import * as queue from './queue.js';
import { readRecord, readRecordPause, recordPauseSchema, recordSchema } from './record.js';
import { readRefer, referSchema } from './refer.js';
import type { Field } from './schema.js';
import { readSendDigits, sendDigitsSchema } from './send-digits.js';
import { collectSchema, readCollect } from './standalone-collect.js';
import { readStream, streamSchema } from './stream.js';
import { readTap, tapSchema } from './tap.js';
import { readTranscribe, transcribeSchema } from './transcribe.js';
import { readUserEvent, userEventSchema } from './user-event.js';

/** A RELAY method: its options, and the reader that checks them and gives the params on the wire. */
export interface Method {
  readonly schema: Readonly<Record<string, Field>>;
  readonly read: (options: never) => object;
}

const none = { schema: noSchema, read: readNothing };
const volume = { schema: volumeSchema, read: readVolume };

/**
 * The methods with options, by RELAY's name. The reader of a command gives params, that of an operation an
 * `OperationRequest`. The address of a call or operation (`node_id`, `call_id`, `control_id`) is not an option: the
 * sender adds it.
 */
export const methods = {
  'calling.ai': { schema: aiSchema, read: readAI },
  'calling.ai.stop': none,
  'calling.ai_hold': { schema: ai.aiHoldSchema, read: ai.readAIHold },
  'calling.ai_message': { schema: ai.aiMessageSchema, read: ai.readAIMessage },
  'calling.ai_unhold': { schema: ai.aiUnholdSchema, read: ai.readAIUnhold },
  'calling.amazon_bedrock': { schema: ai.amazonBedrockSchema, read: ai.readAmazonBedrock },
  'calling.answer': { schema: call.answerSchema, read: call.readAnswer },
  'calling.bind_digit': { schema: digit.bindDigitSchema, read: digit.readBindDigit },
  'calling.clear_digit_bindings': {
    schema: digit.clearDigitBindingsSchema,
    read: digit.readClearDigitBindings,
  },
  'calling.collect': { schema: collectSchema, read: readCollect },
  'calling.collect.start_input_timers': none,
  'calling.collect.stop': none,
  'calling.connect': { schema: connectSchema, read: readConnect },
  'calling.denoise': none,
  'calling.denoise.stop': none,
  'calling.detect': { schema: detectSchema, read: readDetect },
  'calling.detect.stop': none,
  'calling.dial': { schema: dialSchema, read: readDial },
  'calling.disconnect': none,
  'calling.echo': { schema: echoSchema, read: readEcho },
  'calling.end': { schema: call.hangupSchema, read: call.readHangup },
  'calling.hold': none,
  'calling.join_conference': {
    schema: conference.joinConferenceSchema,
    read: conference.readJoinConference,
  },
  'calling.join_room': { schema: conference.joinRoomSchema, read: conference.readJoinRoom },
  'calling.leave_conference': {
    schema: conference.leaveConferenceSchema,
    read: conference.readLeaveConference,
  },
  'calling.leave_room': none,
  'calling.live_transcribe': { schema: live.liveTranscribeSchema, read: live.readLiveTranscribe },
  'calling.live_translate': { schema: live.liveTranslateSchema, read: live.readLiveTranslate },
  'calling.pass': none,
  'calling.pay': { schema: paySchema, read: readPay },
  'calling.pay.stop': none,
  'calling.play': { schema: play.playSchema, read: play.readPlay },
  'calling.play.pause': none,
  'calling.play.resume': none,
  'calling.play.stop': none,
  'calling.play.volume': volume,
  'calling.play_and_collect': { schema: play.playAndCollectSchema, read: play.readPlayAndCollect },
  'calling.play_and_collect.stop': none,
  'calling.play_and_collect.volume': volume,
  'calling.queue.enter': { schema: queue.queueEnterSchema, read: queue.readQueueEnter },
  'calling.queue.leave': { schema: queue.queueLeaveSchema, read: queue.readQueueLeave },
  'calling.receive_fax': { schema: fax.receiveFaxSchema, read: fax.readReceiveFax },
  'calling.receive_fax.stop': none,
  'calling.record': { schema: recordSchema, read: readRecord },
  'calling.record.pause': { schema: recordPauseSchema, read: readRecordPause },
  'calling.record.resume': none,
  'calling.record.stop': none,
  'calling.refer': { schema: referSchema, read: readRefer },
  'calling.send_digits': { schema: sendDigitsSchema, read: readSendDigits },
  'calling.send_fax': { schema: fax.sendFaxSchema, read: fax.readSendFax },
  'calling.send_fax.stop': none,
  'calling.stream': { schema: streamSchema, read: readStream },
  'calling.stream.stop': none,
  'calling.tap': { schema: tapSchema, read: readTap },
  'calling.tap.stop': none,
  'calling.transcribe': { schema: transcribeSchema, read: readTranscribe },
  'calling.transcribe.stop': none,
  'calling.transfer': { schema: call.transferSchema, read: call.readTransfer },
  'calling.unhold': none,
  'calling.user_event': { schema: userEventSchema, read: readUserEvent },
  'messaging.send': { schema: sendMessageSchema, read: readSendMessage },
} satisfies Readonly<Record<string, Method>>;

/** The RELAY name of a method in the table. */
export type MethodName = keyof typeof methods;
