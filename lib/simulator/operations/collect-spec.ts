import * as t from 'io-ts';

import { Count, Flag, Name, Names, PositiveInteger, Seconds, Terminators } from '../wire/types.js';

const Digits = t.partial(
  { min: Count, max: PositiveInteger, digit_timeout: Seconds, terminators: Terminators },
  'an object {min, max, digit_timeout, terminators}',
);

const Speech = t.partial(
  {
    end_silence_timeout: Seconds,
    speech_timeout: Seconds,
    language: Name,
    hints: Names,
    engine: Name,
    model: Name,
  },
  'an object {end_silence_timeout, speech_timeout, language, hints, engine, model}',
);

const Fields = t.partial(
  {
    initial_timeout: Seconds,
    digits: Digits,
    speech: Speech,
    partial_results: Flag,
    continuous: Flag,
    send_start_of_input: Flag,
    start_input_timers: Flag,
  },
  'an object with digits, speech or both',
);

/** The parameters that `calling.collect` has at the top and `calling.play_and_collect` in `collect`. */
export const CollectParams = t.refinement(
  Fields,
  ({ digits, speech }) => digits !== undefined || speech !== undefined,
  'an object with digits, speech or both',
);

/** Limits and timeouts of a collect. Durations are in milliseconds. */
export interface CollectSpec {
  readonly digits: DigitsSpec | undefined;
  readonly speech: SpeechSpec | undefined;
  readonly initialTimeout: number;
  /** Whether the initial timeout starts by itself or on `start_input_timers`. */
  readonly timers: 'automatic' | 'on command';
  readonly partialResults: boolean;
  readonly startOfInput: boolean;
  readonly continuous: boolean;
}

export interface DigitsSpec {
  /** Fewer digits than this are no match. */
  readonly min: number;
  readonly max: number;
  readonly timeout: number;
  readonly terminators: string;
}

export interface SpeechSpec {
  readonly endSilence: number;
  readonly timeout: number;
}

const ms = (seconds: number): number => Math.round(seconds * 1000);

/** @param timers when the initial timeout starts, if the request does not set it */
export const collectSpec = (
  params: t.TypeOf<typeof CollectParams>,
  timers: CollectSpec['timers'],
): CollectSpec => ({
  digits: params.digits && {
    min: params.digits.min ?? 0,
    max: params.digits.max ?? Infinity,
    timeout: ms(params.digits.digit_timeout ?? 5),
    terminators: params.digits.terminators ?? '',
  },
  speech: params.speech && {
    endSilence: ms(params.speech.end_silence_timeout ?? 1),
    timeout: ms(params.speech.speech_timeout ?? 60),
  },
  initialTimeout: ms(params.initial_timeout ?? 4),
  timers:
    params.start_input_timers === undefined ? timers : params.start_input_timers ? 'automatic' : 'on command',
  partialResults: params.partial_results ?? false,
  startOfInput: params.send_start_of_input ?? false,
  continuous: params.continuous ?? false,
});
