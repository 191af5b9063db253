import type { Open } from '../events/open.js';
import { invalid, optional, record, required, type Schema } from './schema.js';
import { count, flag, keys, listOf, seconds, text } from './values.js';

/** Digits to collect. */
export interface DigitsSpec {
  /** How many digits end the input by themselves: a whole number of at least 1. */
  readonly max: number;
  /** How many digits there are at least: with fewer the input is no match. */
  readonly min?: number | undefined;
  /**
   * Seconds after a digit with no other that end the input.
   * @default 5, by RELAY
   */
  readonly digitTimeout?: number | undefined;
  /**
   * Keys that end the input and are no part of it, for example `#`. One that is pressed after `max` digits is left
   * over, and cuts off the prompt that comes next: give `max` room for it.
   */
  readonly terminators?: string | undefined;
}

/** Speech to collect. */
export interface SpeechSpec {
  /**
   * Seconds of silence that end what is being said.
   * @default 1, by RELAY
   */
  readonly endSilenceTimeout?: number | undefined;
  /**
   * Seconds after which speech is cut off.
   * @default 60, by RELAY
   */
  readonly speechTimeout?: number | undefined;
  /**
   * A BCP 47 language tag.
   * @default `en-US`, by RELAY
   */
  readonly language?: string | undefined;
  /** Words that are likely to be said. */
  readonly hints?: readonly string[] | undefined;
  /** The recogniser; its case matters. */
  readonly engine?: Open<'Google' | 'Google.V2' | 'Deepgram'> | undefined;
  /** The recogniser's model. */
  readonly model?: string | undefined;
}

/** Input to collect: at least one of `digits` and `speech`. */
export interface CollectSpec {
  /**
   * Seconds the caller has to begin, once the prompt is over.
   * @default 4, by RELAY
   */
  readonly initialTimeout?: number | undefined;
  /** Digits to collect: how many, and what ends them. */
  readonly digits?: DigitsSpec | undefined;
  /** Speech to collect: `{}` for RELAY's defaults. */
  readonly speech?: SpeechSpec | undefined;
  /** Send what has been recognised while the caller still speaks. */
  readonly partialResults?: boolean | undefined;
  /** Whether to continue after a result: each final one is delivered, until the operation is stopped or the call ends. */
  readonly continuous?: boolean | undefined;
  /** Send an event when the caller begins. */
  readonly sendStartOfInput?: boolean | undefined;
  /** `false` holds `initialTimeout` back until `startInputTimers` is sent. */
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

/** The params of a collect on the wire, once it is sure that it asks for something. */
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
