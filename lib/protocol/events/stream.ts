import type { EventBase, EventCodec } from './event.js';
import { open, text } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/** `calling.call.stream`: a stream of the call's audio has begun or ended. */
export interface StreamEvent extends EventBase<'calling.call.stream'> {
  /** `streaming` while audio is sent. */
  readonly state: Open<'streaming' | 'finished'>;
  /** The URL that the audio is sent to. */
  readonly url: string | undefined;
  /** The name of the stream. */
  readonly name: string | undefined;
}

export const streamEventCodec: EventCodec<StreamEvent> = flatCodec(
  'calling.call.stream',
  { state: open<'streaming' | 'finished'>() },
  { url: text, name: text },
);

/** Whether a stream event ends its operation. */
export const endsStream = ({ state }: StreamEvent): boolean => state === 'finished';
