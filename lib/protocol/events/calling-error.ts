import type { EventOf } from './event.js';
import { code, text } from './fields.js';
import { flatCodec } from './flat.js';

/** `calling.error`: RELAY reports trouble with a call that belongs to no request. */
export const CallingErrorEvent = flatCodec('calling.error', {}, { code, message: text });
export type CallingErrorEvent = EventOf<typeof CallingErrorEvent>;
