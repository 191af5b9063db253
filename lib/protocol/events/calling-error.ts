import type { EventBase, EventCodec } from './event.js';
import { code, text } from './fields.js';
import { flatCodec } from './flat.js';

/** `calling.error`: RELAY reports trouble with a call that belongs to no request. */
export interface CallingErrorEvent extends EventBase<'calling.error'> {
  /** RELAY's code, always as a string. */
  readonly code: string | undefined;
  /** The error in RELAY's words. */
  readonly message: string | undefined;
}

export const callingErrorEventCodec: EventCodec<CallingErrorEvent> = flatCodec(
  'calling.error',
  {},
  { code, message: text },
);
