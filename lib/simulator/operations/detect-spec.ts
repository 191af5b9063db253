import * as t from 'io-ts';
import { chain } from 'fp-ts/lib/Either.js';

import { Flag, Name, Params, PositiveInteger, Seconds, Text } from '../wire/types.js';

const Machine = t.partial(
  {
    initial_timeout: Seconds,
    end_silence_timeout: Seconds,
    machine_ready_timeout: Seconds,
    machine_voice_threshold: Seconds,
    machine_words_threshold: PositiveInteger,
    detect_interruptions: Flag,
    detect_message_end: Flag,
  },
  'an object',
);

const TONES = { CED: null, CNG: null, ced: null, cng: null };
const Fax = t.partial({ tone: t.keyof(TONES, 'one of CED, CNG') }, 'an object');
const upper = (tone: keyof typeof TONES): 'CED' | 'CNG' => (tone === 'CED' || tone === 'ced' ? 'CED' : 'CNG');
const Digit = t.partial({ digits: Text }, 'an object');

/** The kind of party, or the tones, to detect. */
export type DetectSpec =
  | { readonly type: 'machine'; readonly messageEnd: boolean }
  | { readonly type: 'fax'; readonly tone: 'CED' | 'CNG' | undefined }
  | { readonly type: 'digit'; readonly digits: string };

type Reader = (params: unknown, place: t.Context) => t.Validation<DetectSpec>;

const reader =
  <A>(codec: t.Type<A, unknown>, spec: (params: A) => DetectSpec): Reader =>
  (params, place) =>
    chain((valid: A) => t.success(spec(valid)))(
      codec.validate(params, t.appendContext(place, 'params', codec, params)),
    );

const READERS: ReadonlyMap<string, Reader> = new Map([
  [
    'machine',
    reader(Machine, ({ detect_message_end = true }) => ({
      type: 'machine',
      messageEnd: detect_message_end,
    })),
  ],
  ['fax', reader(Fax, ({ tone }) => ({ type: 'fax', tone: tone && upper(tone) }))],
  ['digit', reader(Digit, ({ digits = '0123456789#*' }) => ({ type: 'digit', digits }))],
]);

const Kind = t.keyof({ machine: null, fax: null, digit: null }, 'one of machine, fax, digit');
const Typed = t.intersection([t.type({ type: Name }), t.partial({ params: Params })]);

/** The `detect` of `calling.detect`: a type and optional params. */
export const Detect = new t.Type<DetectSpec, unknown>(
  'an object {type, params}',
  (value): value is DetectSpec => Typed.is(value),
  (input, place) => {
    if (!Params.is(input)) return t.failure(input, place);
    const { type, params = {} } = input;
    const read = typeof type === 'string' ? READERS.get(type) : undefined;
    return read === undefined
      ? t.failure(type, t.appendContext(place, 'type', Kind, type))
      : read(params, place);
  },
  (spec) => spec,
);
