import type { EventBase, EventCodec } from './event.js';
import { open } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/** `calling.call.send_digits`: the digits have been sent. */
export interface SendDigitsEvent extends EventBase<'calling.call.send_digits'> {
  /** The state: `finished`. */
  readonly state: Open<'finished'>;
}

export const sendDigitsEventCodec: EventCodec<SendDigitsEvent> = flatCodec(
  'calling.call.send_digits',
  { state: open<'finished'>() },
  {},
);

/** Whether a send-digits event ends its operation. */
export const endsSendDigits = ({ state }: SendDigitsEvent): boolean => state === 'finished';
