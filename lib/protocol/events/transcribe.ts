import type { EventBase, EventCodec } from './event.js';
import { number, open, text } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/**
 * `calling.call.transcribe`: a transcription has begun or ended. `url` and `recordingId` name the recording that it was
 * made from.
 */
export interface TranscribeEvent extends EventBase<'calling.call.transcribe'> {
  /** `transcribing` while the call is transcribed. */
  readonly state: Open<'transcribing' | 'finished'>;
  /** The URL of the recording. */
  readonly url: string | undefined;
  /** The id of the recording. */
  readonly recordingId: string | undefined;
  /** The length of the recording, in seconds. */
  readonly duration: number | undefined;
  /** The size of the recording, in bytes. */
  readonly size: number | undefined;
  /** When the recording began, in seconds since 1970. */
  readonly startTime: number | undefined;
  /** When the recording ended, in seconds since 1970. */
  readonly endTime: number | undefined;
}

export const transcribeEventCodec: EventCodec<TranscribeEvent> = flatCodec(
  'calling.call.transcribe',
  { state: open<'transcribing' | 'finished'>() },
  { url: text, recordingId: text, duration: number, size: number, startTime: number, endTime: number },
);

/** Whether a transcribe event ends its operation. */
export const endsTranscribe = ({ state }: TranscribeEvent): boolean => state === 'finished';
