import type { EventOf } from './event.js';
import { number, open, text } from './fields.js';
import { flatCodec } from './flat.js';

/**
 * `calling.call.transcribe`: a transcription is on, or over; it is of a recording, which `url` and `recordingId` name.
 * `duration` is in seconds, `size` in bytes, the times in seconds since 1970.
 */
export const TranscribeEvent = flatCodec(
  'calling.call.transcribe',
  { state: open<'transcribing' | 'finished'>() },
  { url: text, recordingId: text, duration: number, size: number, startTime: number, endTime: number },
);
export type TranscribeEvent = EventOf<typeof TranscribeEvent>;

/** Whether a transcribe event ends its operation. */
export const endsTranscribe = ({ state }: TranscribeEvent): boolean => state === 'finished';
