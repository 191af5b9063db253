import { switchMap, type Observable, type ObservableInput } from 'rxjs';
import type { CollectEvent } from '../protocol/events/collect.js';
import type { Media } from '../protocol/options/media.js';
import { mediaList } from '../protocol/options/media.js';
import type { PlayAndCollectOptions } from '../protocol/options/play.js';
import {
  invalid,
  mistyped,
  optional,
  record,
  required,
  type Read,
  type Schema,
} from '../protocol/options/schema.js';
import { decibels, flag, keys, seconds, text } from '../protocol/options/values.js';
import type { CollectInput } from './collected.js';
import { input } from './input.js';
import { phraseMap, type Phrases } from './phrases.js';
import { playThenCollect, type Listening } from './play-then-collect.js';
import { attemptCount, reprompt, repromptFields, type Repromptable } from './reprompt.js';

/** A call that can be asked something. */
export interface Promptable extends Listening {
  playAndCollect(options: PlayAndCollectOptions): Repromptable & Observable<CollectEvent>;
}

/** Makes what a key leads to, when it is pressed. A text is no such stream: it would be one of its letters. */
export type MenuOption<T> = (key: string) => ObservableInput<T> & object;

export type MenuOptions = Readonly<Record<string, MenuOption<unknown>>>;

/** The value of an option. */
export type ChosenOf<Option> = Option extends (key: string) => ObservableInput<infer T> ? T : never;

/** Phrases that the caller may say in place of pressing a key: one phrase or several for each. */
export type MenuSpeech<Options> = {
  readonly [Key in keyof Options]?: string | readonly string[] | undefined;
};

export interface MenuConfig<Options extends MenuOptions = MenuOptions> {
  /** Media to play: one medium or several. */
  readonly prompt: Media | readonly Media[];
  /** Flow of each key, or row of keys. Anything else is no match. */
  readonly options: Options;
  /**
   * Phrases that lead to the same as a key: `{ 1: ['sales', 'buy something'] }`. What the caller says matches when it
   * has the phrase in it, word for word; letter case and punctuation do not matter, and the longest phrase wins.
   */
  readonly speech?: MenuSpeech<NoInfer<Options>> | undefined;
  /** The language of `speech`, a BCP 47 tag. RELAY's default is `en-US`. */
  readonly language?: string | undefined;
  /**
   * `false` plays the prompt to its end, and listens only then: what is pressed or said before is not taken. Each
   * question is a `calling.play` and then a `calling.collect`, where it is one `calling.play_and_collect` otherwise.
   */
  readonly bargeIn?: boolean | undefined;
  /** How many times to ask in all: a whole number of at least 1, or `Infinity`. 3 by default. */
  readonly attempts?: number | undefined;
  /** Media to play after no input, in place of the prompt. */
  readonly noInput?: Media | readonly Media[] | undefined;
  /** Media to play after a key or words that lead nowhere, in place of the prompt. */
  readonly noMatch?: Media | readonly Media[] | undefined;
  /** Seconds the caller has to begin once the prompt is over. RELAY's default is 4. */
  readonly initialTimeout?: number | undefined;
  /** Seconds after a key with no other. It matters where keys are in a row. RELAY's default is 5. */
  readonly digitTimeout?: number | undefined;
  /** In dB, −40 to 40. */
  readonly volume?: number | undefined;
}

const optionMap: Read = (value, path) => {
  if (typeof value !== 'object' || value === null) throw mistyped(path, 'must be a map of key to flow');
  const entries = Object.entries(value);
  if (entries.length === 0) throw invalid(path, 'a map of at least one key to a flow', value);
  for (const [key, option] of entries) {
    keys(key, `${path}: a key`);
    if (typeof option !== 'function')
      throw mistyped(
        `${path}.${key}`,
        'must be a function that makes a flow, for example () => call.hangup()',
      );
  }
  return value;
};

/** Options of a menu beside its prompt and its keys. */
export const menuFields: Schema<Omit<MenuConfig, 'prompt' | 'options'>> = {
  speech: optional((value) => value),
  language: optional(text),
  bargeIn: optional(flag),
  attempts: optional(attemptCount),
  noInput: repromptFields.noInput,
  noMatch: repromptFields.noMatch,
  initialTimeout: optional(seconds),
  digitTimeout: optional(seconds),
  volume: optional(decibels),
};

const read = record<MenuConfig>({
  ...menuFields,
  prompt: required(mediaList),
  options: required(optionMap),
});

/** The phrases of a configuration for the keys that it has. Errors begin with `path`. */
export function readSpeech(
  { speech, language }: Pick<MenuConfig, 'speech' | 'language'>,
  options: object,
  path: string,
): Phrases | undefined {
  if (speech === undefined && language !== undefined)
    throw mistyped(`${path}.language`, `is the language of ${path}.speech, which is missing`);
  return phraseMap(speech, options, `${path}.speech`);
}

/**
 * A menu: plays the prompt, and continues with what the pressed key, or the spoken phrase, leads to.
 *
 * No input, and a key or words that lead nowhere, are asked again; when the attempts are used up it fails with the last
 * failure, `NoInputError` or `NoMatchError`. It completes when the option does. When the call ends while it asks, it
 * fails with `CallEndedError`.
 *
 * @param call whom to ask.
 * @throws {TypeError | RangeError} when an option is not allowed; nothing has been sent then.
 * @example
 * ```ts
 * import { menu, tts } from 'relay-rx';
 *
 * menu(call, {
 *   prompt: tts('Press 1 or say sales. Press 2 or say support.'),
 *   options: {
 *     1: () => call.transfer({ dest: 'sales' }),
 *     2: () => call.transfer({ dest: 'support' }),
 *   },
 *   speech: { 1: 'sales', 2: ['support', 'help'] },
 *   attempts: 3,
 *   noMatch: tts('That is not in the menu. Press 1 for sales, 2 for support.'),
 * }).subscribe();
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
 */
export function menu<Options extends MenuOptions>(
  call: Promptable,
  config: MenuConfig<Options>,
): Observable<ChosenOf<Options[keyof Options]>> {
  type Chosen = ChosenOf<Options[keyof Options]>;
  const wire = read(config, 'menu');
  const { options, attempts = 3, bargeIn = true } = config;
  const phrases = readSpeech(config, options, 'menu');

  const keyOf = (given: CollectInput): string | undefined => {
    if (given.type === 'speech') return phrases?.keyOf(given.text);
    return Object.hasOwn(options, given.digits) ? given.digits : undefined;
  };
  const asking = {
    media: wire['prompt'] as readonly Media[],
    collect: {
      digits: {
        max: Math.max(...Object.keys(options).map((key) => key.length)),
        digitTimeout: config.digitTimeout,
      },
      ...(phrases && { speech: { hints: phrases.all, language: config.language } }),
      initialTimeout: config.initialTimeout,
    },
    volume: config.volume,
  };
  const asked = bargeIn ? call.playAndCollect(asking) : playThenCollect(call, asking);
  const { noInput, noMatch } = config;
  return reprompt({ attempts, noInput, noMatch, accept: (given) => keyOf(given) !== undefined })(asked).pipe(
    input(),
    switchMap((given) => {
      const key = keyOf(given) as string;
      return (options[key] as MenuOption<Chosen>)(key);
    }),
  );
}
