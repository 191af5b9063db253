import type { Open } from '../events/open.js';
import { invalid, optional, record, required, type Schema } from './schema.js';
import { count, flag, keys, listOf, seconds, text } from './values.js';

/** Digits to collect. */
export interface DigitsSpec {
  /** The number of digits that end the input: a whole number of at least 1. */
  readonly max: number;
  /**
   * The least number of digits; fewer are no match.
   * @default none
   */
  readonly min?: number | undefined;
  /**
   * Seconds to wait for the next digit before the input ends.
   * @default 5, by RELAY
   */
  readonly digitTimeout?: number | undefined;
  /**
   * Keys that end the input and are not part of it, for example `#`. A terminator pressed after `max` digits is left
   * over and ends the next prompt at once: set `max` at least one higher than the digits that you expect.
   */
  readonly terminators?: string | undefined;
}

/** Speech to collect. */
export interface SpeechSpec {
  /**
   * Seconds of silence that end the speech.
   * @default 1, by RELAY
   */
  readonly endSilenceTimeout?: number | undefined;
  /**
   * The longest speech, in seconds.
   * @default 60, by RELAY
   */
  readonly speechTimeout?: number | undefined;
  /**
   * A BCP 47 language tag.
   * @default `en-US`, by RELAY
   */
  readonly language?: string | undefined;
  /** Words that the caller is likely to say. */
  readonly hints?: readonly string[] | undefined;
  /** The speech recogniser. Case-sensitive. */
  readonly engine?: Open<'Google' | 'Google.V2' | 'Deepgram'> | undefined;
  /** The recogniser's model. */
  readonly model?: string | undefined;
}

/** Input to collect: at least one of `digits` and `speech`. */
export interface CollectSpec {
  /**
   * Seconds for the caller to begin after the prompt.
   * @default 4, by RELAY
   */
  readonly initialTimeout?: number | undefined;
  /** Digits to collect: their number, and the keys that end them. */
  readonly digits?: DigitsSpec | undefined;
  /** Speech to collect: `{}` leaves all settings to RELAY. */
  readonly speech?: SpeechSpec | undefined;
  /**
   * Whether RELAY sends partial results while the caller speaks.
   * @default false, by RELAY
   */
  readonly partialResults?: boolean | undefined;
  /**
   * Whether to continue after a final result, until the operation is stopped or the call ends.
   * @default false, by RELAY
   */
  readonly continuous?: boolean | undefined;
  /**
   * Whether RELAY sends an event when the caller begins.
   * @default false, by RELAY
   */
  readonly sendStartOfInput?: boolean | undefined;
  /**
   * `false` starts `initialTimeout` only when `startInputTimers` is sent.
   * @default true, by RELAY
   */
  readonly startInputTimers?: boolean | undefined;
}

const digits: Schema<DigitsSpec> = {
  max: required(count(1)),
  min: optional(count(0)),
  digitTimeout: optional(seconds),
  terminators: optional(keys),
};

const speech: Schema<SpeechSpec> = {
  endSilenceTimeout: optional(seconds),
  speechTimeout: optional(seconds),
  language: optional(text),
  hints: optional(listOf(text)),
  engine: optional(text),
  model: optional(text),
};

export const collectFields: Schema<CollectSpec> = {
  initialTimeout: optional(seconds),
  digits: optional(record<DigitsSpec>(digits)),
  speech: optional(record<SpeechSpec>(speech)),
  partialResults: optional(flag),
  continuous: optional(flag),
  sendStartOfInput: optional(flag),
  startInputTimers: optional(flag),
};

const readCollect = record<CollectSpec>(collectFields);

/** The params of a collect on the wire, checked to ask for digits or speech. */
export function withInput(
  wire: Record<string, unknown>,
  path: string,
  value: unknown,
): Record<string, unknown> {
  if (!('digits' in wire) && !('speech' in wire)) {
    throw invalid(path, 'a request for at least one of digits and speech', value);
  }
  return wire;
}

/** A collect specification as it goes on the wire. */
export const collect = (value: unknown, path: string): Record<string, unknown> =>
  withInput(readCollect(value, path), path, value);
