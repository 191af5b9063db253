import { commandReader } from './command.js';
import { operation, split, type OperationOptions, type OperationRequest } from './operation.js';
import { optional, record, type Read, type Schema } from './schema.js';
import { flag, keysOrNone, oneOf, percent, seconds, url } from './values.js';

/** Settings of a recording. */
export interface RecordAudio {
  /**
   * Whether a beep is played before the recording.
   * @default `false`, by RELAY
   */
  readonly beep?: boolean | undefined;
  /**
   * The format of the file.
   * @default `mp3`, by RELAY
   */
  readonly format?: 'mp3' | 'wav' | 'mp4' | undefined;
  /**
   * Whether each direction has a channel of its own.
   * @default `false`, by RELAY
   */
  readonly stereo?: boolean | undefined;
  /**
   * The recorded direction: what the other end hears (`listen`), what it says (`speak`), or `both`.
   * @default `speak`, by RELAY
   */
  readonly direction?: 'listen' | 'speak' | 'both' | undefined;
  /**
   * Seconds to wait for the first sound; 0 is no limit.
   * @default 5, by RELAY
   */
  readonly initialTimeout?: number | undefined;
  /**
   * Seconds of silence that end the recording; 0 is no limit.
   * @default 1, by RELAY
   */
  readonly endSilenceTimeout?: number | undefined;
  /**
   * Seconds after which the recording ends.
   * @default none
   */
  readonly maxLength?: number | undefined;
  /**
   * Keys that end the recording; an empty string for none.
   * @default `#*`, by RELAY
   */
  readonly terminators?: string | undefined;
  /**
   * The sensitivity to sound, from 0 (nothing is heard) to 100 (everything is).
   * @default 44, by RELAY
   */
  readonly inputSensitivity?: number | undefined;
}

/**
 * Options of `call.record`: `calling.record`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/record
 */
export interface RecordOptions extends OperationOptions {
  /**
   * Settings of the recording.
   * @default {}
   */
  readonly audio?: RecordAudio | undefined;
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

const readAudio = record<RecordAudio>({
  beep: optional(flag),
  format: optional(oneOf('mp3', 'wav', 'mp4')),
  stereo: optional(flag),
  direction: optional(oneOf('listen', 'speak', 'both')),
  initialTimeout: optional(seconds),
  endSilenceTimeout: optional(seconds),
  maxLength: optional(seconds),
  terminators: optional(keysOrNone),
  inputSensitivity: optional(percent),
});

/** `{ … }` under the name of `audio`, `{ audio: { … } }` under the wire's. */
const audio: Read = (value, path) => {
  const nested = typeof value === 'object' && value !== null && 'audio' in value;
  return { audio: nested ? readAudio(value.audio ?? {}, `${path}.audio`) : readAudio(value, path) };
};

export const recordSchema: Schema<RecordOptions> = {
  ...operation,
  audio: optional(audio, 'record'),
  statusUrl: optional(url),
};

const read = record(recordSchema);

export const readRecord = (options: RecordOptions): OperationRequest =>
  split({ record: { audio: {} }, ...read(options, 'record') });

/** Options of `pause()` of a recording: `calling.record.pause`. */
export interface RecordPauseOptions {
  /**
   * The content of the file for the pause: nothing (`skip`) or `silence`. RELAY also accepts `continuous`,
   * which its documents do not describe.
   * @default `skip`, by RELAY
   */
  readonly behavior?: 'skip' | 'silence' | 'continuous' | undefined;
}

export const recordPauseSchema: Schema<RecordPauseOptions> = {
  behavior: optional(oneOf('skip', 'silence', 'continuous')),
};

export const readRecordPause = commandReader<RecordPauseOptions>('pause', recordPauseSchema);
