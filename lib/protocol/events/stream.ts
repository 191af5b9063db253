import type { EventOf } from './event.js';
import { open, text } from './fields.js';
import { flatCodec } from './flat.js';

/** `calling.call.stream`: a stream of the call's audio to `url` is on, or over. */
export const StreamEvent = flatCodec(
  'calling.call.stream',
  { state: open<'streaming' | 'finished'>() },
  { url: text, name: text },
);
export type StreamEvent = EventOf<typeof StreamEvent>;

/** Whether a stream event ends its operation. */
export const endsStream = ({ state }: StreamEvent): boolean => state === 'finished';
