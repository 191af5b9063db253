import type { EventOf } from './event.js';
import { open } from './fields.js';
import { flatCodec } from './flat.js';

/** `calling.call.send_digits`: the digits have been sent. */
export const SendDigitsEvent = flatCodec('calling.call.send_digits', { state: open<'finished'>() }, {});
export type SendDigitsEvent = EventOf<typeof SendDigitsEvent>;

/** Whether a send-digits event ends its operation. */
export const endsSendDigits = ({ state }: SendDigitsEvent): boolean => state === 'finished';
