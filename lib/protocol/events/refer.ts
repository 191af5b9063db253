import type { EventBase, EventCodec } from './event.js';
import { code, open, text } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/** `calling.call.refer`: the progress of a SIP REFER. */
export interface ReferEvent extends EventBase<'calling.call.refer'> {
  /** The state of the REFER. */
  readonly state: Open<'inProgress' | 'cancel' | 'busy' | 'noAnswer' | 'error' | 'success' | 'finished'>;
  /** The SIP URI that the caller was referred to. */
  readonly sipReferTo: string | undefined;
  /** The SIP response to the REFER, for example `202`. */
  readonly sipReferResponseCode: string | undefined;
  /** The SIP response in the NOTIFY, which gives the outcome. */
  readonly sipNotifyResponseCode: string | undefined;
}

export const referEventCodec: EventCodec<ReferEvent> = flatCodec(
  'calling.call.refer',
  { state: open<'inProgress' | 'cancel' | 'busy' | 'noAnswer' | 'error' | 'success' | 'finished'>() },
  { sipReferTo: text, sipReferResponseCode: code, sipNotifyResponseCode: code },
);
