import type { EventOf } from './event.js';
import { open } from './fields.js';
import { flatCodec } from './flat.js';

/** `calling.call.ai`: RELAY promises none for an AI session; one that comes is read for its state. */
export const AIEvent = flatCodec('calling.call.ai', {}, { state: open<'finished' | 'error'>() });
export type AIEvent = EventOf<typeof AIEvent>;

/** Whether an AI event ends its operation; the end of the call does too. */
export const endsAI = ({ state }: AIEvent): boolean => state === 'finished' || state === 'error';
