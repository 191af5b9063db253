import { commandReader } from './command.js';
import { operation, split, type OperationOptions, type OperationRequest } from './operation.js';
import { optional, record, type Read, type Schema } from './schema.js';
import { flag, keysOrNone, oneOf, percent, seconds, url } from './values.js';

/** How sound is recorded. */
export interface RecordAudio {
  /**
   * Whether a beep is played before it starts.
   * @default `false`, by RELAY
   */
  readonly beep?: boolean | undefined;
  /**
   * The format of the file.
   * @default `mp3`, by RELAY
   */
  readonly format?: 'mp3' | 'wav' | 'mp4' | undefined;
  /**
   * Whether the two directions go on channels of their own.
   * @default `false`, by RELAY
   */
  readonly stereo?: boolean | undefined;
  /** Direction that is recorded: what the other end hears (`listen`), what it says (`speak`, RELAY's default), or `both`. */
  readonly direction?: 'listen' | 'speak' | 'both' | undefined;
  /**
   * Seconds to wait for the first sound; 0 waits for ever.
   * @default 5, by RELAY
   */
  readonly initialTimeout?: number | undefined;
  /**
   * Seconds of silence that end the recording; 0 turns that off.
   * @default 1, by RELAY
   */
  readonly endSilenceTimeout?: number | undefined;
  /** Seconds after which the recording ends. RELAY has no limit of its own. */
  readonly maxLength?: number | undefined;
  /**
   * Keys that end the recording; an empty text for none.
   * @default `#*`, by RELAY
   */
  readonly terminators?: string | undefined;
  /**
   * How little is heard, from 0 (nothing is) to 100 (everything is).
   * @default 44, by RELAY
   */
  readonly inputSensitivity?: number | undefined;
}

/**
 * `calling.record`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/record
 */
export interface RecordOptions extends OperationOptions {
  /** RELAY's defaults when it is left out. */
  readonly audio?: RecordAudio | undefined;
  /** Where RELAY also posts the events. */
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

/** `calling.record.pause`. */
export interface RecordPauseOptions {
  /**
   * Treatment of the pause in the recording: it is left out (`skip`, RELAY's default) or kept as `silence`. RELAY
   * also accepts `continuous`, which its documents do not describe.
   */
  readonly behavior?: 'skip' | 'silence' | 'continuous' | undefined;
}

export const recordPauseSchema: Schema<RecordPauseOptions> = {
  behavior: optional(oneOf('skip', 'silence', 'continuous')),
};

export const readRecordPause = commandReader<RecordPauseOptions>('pause', recordPauseSchema);
