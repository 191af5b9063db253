import type { EventOf } from './event.js';
import { code, open, text } from './fields.js';
import { flatCodec } from './flat.js';

/**
 * `calling.call.refer`: how a SIP REFER is going. The codes are SIP's answers, to the REFER itself and in the NOTIFY
 * that says what became of it.
 */
export const ReferEvent = flatCodec(
  'calling.call.refer',
  { state: open<'inProgress' | 'cancel' | 'busy' | 'noAnswer' | 'error' | 'success' | 'finished'>() },
  { sipReferTo: text, sipReferResponseCode: code, sipNotifyResponseCode: code },
);
export type ReferEvent = EventOf<typeof ReferEvent>;
