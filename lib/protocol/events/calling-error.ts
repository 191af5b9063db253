import type { EventBase, EventCodec } from './event.js';
import { code, text } from './fields.js';
import { flatCodec } from './flat.js';

/** `calling.error`: an error of a call that is not the answer to a request. */
export interface CallingErrorEvent extends EventBase<'calling.error'> {
  /** The error code, always as a string. */
  readonly code: string | undefined;
  /** RELAY's text. */
  readonly message: string | undefined;
}

export const callingErrorEventCodec: EventCodec<CallingErrorEvent> = flatCodec(
  'calling.error',
  {},
  { code, message: text },
);
