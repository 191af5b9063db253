import type { EventBase, EventCodec } from './event.js';
import { code, open, text } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/**
 * `calling.call.refer`: how a SIP REFER is going. The codes are SIP's answers, to the REFER itself and in the NOTIFY
 * that says what became of it.
 */
export interface ReferEvent extends EventBase<'calling.call.refer'> {
  /** How the REFER is going. */
  readonly state: Open<'inProgress' | 'cancel' | 'busy' | 'noAnswer' | 'error' | 'success' | 'finished'>;
  /** The SIP URI that the caller was referred to. */
  readonly sipReferTo: string | undefined;
  /** The answer to the REFER itself, for example `202`. */
  readonly sipReferResponseCode: string | undefined;
  /** The answer in the NOTIFY: what became of the REFER. */
  readonly sipNotifyResponseCode: string | undefined;
}

export const referEventCodec: EventCodec<ReferEvent> = flatCodec(
  'calling.call.refer',
  { state: open<'inProgress' | 'cancel' | 'busy' | 'noAnswer' | 'error' | 'success' | 'finished'>() },
  { sipReferTo: text, sipReferResponseCode: code, sipNotifyResponseCode: code },
);
