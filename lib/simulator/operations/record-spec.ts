import * as t from 'io-ts';

import { Flag, Seconds, Terminators } from '../wire/types.js';

const Direction = t.keyof({ listen: null, speak: null, both: null }, 'one of listen, speak, both');
const Format = t.keyof({ mp3: null, wav: null, mp4: null }, 'one of mp3, wav, mp4');

const Audio = t.partial(
  {
    beep: Flag,
    format: Format,
    stereo: Flag,
    direction: Direction,
    initial_timeout: Seconds,
    end_silence_timeout: Seconds,
    max_length: Seconds,
    terminators: Terminators,
    input_sensitivity: t.number,
  },
  'an object {format, direction, initial_timeout, end_silence_timeout, terminators …}',
);

export const RecordParams = t.type({ audio: Audio }, 'an object {audio}');

/** Limits of a recording. Durations are in milliseconds, Infinity for no limit. */
export interface RecordSpec {
  readonly id: string;
  /** The URL of the recording. */
  readonly url: string;
  readonly format: 'mp3' | 'wav' | 'mp4';
  readonly stereo: boolean;
  /** The recorded direction: the party's voice, the audio that they hear, or both. */
  readonly direction: 'speak' | 'listen' | 'both';
  readonly initialTimeout: number;
  readonly endSilence: number;
  readonly maxLength: number;
  readonly terminators: string;
}

/** Seconds to milliseconds; 0 is no limit. */
const limit = (seconds: number): number => (seconds === 0 ? Infinity : Math.round(seconds * 1000));

export const recordSpec = ({ audio }: t.TypeOf<typeof RecordParams>, id: string): RecordSpec => ({
  id,
  url: `https://recordings.simulator.test/${id}.${audio.format ?? 'mp3'}`,
  format: audio.format ?? 'mp3',
  stereo: audio.stereo ?? false,
  direction: audio.direction ?? 'speak',
  initialTimeout: limit(audio.initial_timeout ?? 5),
  endSilence: limit(audio.end_silence_timeout ?? 1),
  maxLength: limit(audio.max_length ?? 0),
  terminators: audio.terminators ?? '#*',
});

const BYTES_PER_SECOND = { mp3: 8000, mp4: 8000, wav: 16_000 };

/** The size in bytes of a recording in telephone quality. */
export const sizeOf = ({ format, stereo }: RecordSpec, seconds: number): number =>
  Math.round(seconds * BYTES_PER_SECOND[format] * (stereo && format === 'wav' ? 2 : 1));
