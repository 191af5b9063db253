import type { EventBase, EventCodec } from './event.js';
import { open, text } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/** `calling.call.stream`: a stream of the call's audio to `url` is on, or over. */
export interface StreamEvent extends EventBase<'calling.call.stream'> {
  /** Whether the stream is on. */
  readonly state: Open<'streaming' | 'finished'>;
  /** Where the audio is sent. */
  readonly url: string | undefined;
  /** The name that was given to the stream. */
  readonly name: string | undefined;
}

export const streamEventCodec: EventCodec<StreamEvent> = flatCodec(
  'calling.call.stream',
  { state: open<'streaming' | 'finished'>() },
  { url: text, name: text },
);

/** Whether a stream event ends its operation. */
export const endsStream = ({ state }: StreamEvent): boolean => state === 'finished';
