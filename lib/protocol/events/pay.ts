import type { EventOf } from './event.js';
import { object, open } from './fields.js';
import { flatCodec } from './flat.js';

/** `calling.call.pay`: how a payment is going. `result` is the payment connector's own, as it stands. */
export const PayEvent = flatCodec(
  'calling.call.pay',
  {},
  { state: open<'processing' | 'finished' | 'error'>(), result: object },
);
export type PayEvent = EventOf<typeof PayEvent>;

/** Whether a pay event ends its operation. */
export const endsPay = ({ state }: PayEvent): boolean => state === 'finished' || state === 'error';
