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

/** A call, as `menu` sees it. */
export interface Promptable extends Listening {
  playAndCollect(options: PlayAndCollectOptions): Repromptable & Observable<CollectEvent>;
}

/** Makes the flow for a key when it is pressed. A string is refused: RxJS would read it as a stream of characters. */
export type MenuOption<T> = (key: string) => ObservableInput<T> & object;

export type MenuOptions = Readonly<Record<string, MenuOption<unknown>>>;

/** The value of an option. */
export type ChosenOf<Option> = Option extends (key: string) => ObservableInput<infer T> ? T : never;

/** Phrases that the caller may say instead of pressing a key: one or several for each key. */
export type MenuSpeech<Options> = {
  readonly [Key in keyof Options]?: string | readonly string[] | undefined;
};

export interface MenuConfig<Options extends MenuOptions = MenuOptions> {
  /** Media to play: one medium or several. */
  readonly prompt: Media | readonly Media[];
  /** The flow for each key or sequence of keys. Other keys are no match. */
  readonly options: Options;
  /**
   * Phrases that stand for a key: `{ 1: ['sales', 'buy something'] }`. Speech matches when it contains the words of the
   * phrase in order; case and punctuation are ignored, and the longest phrase wins.
   */
  readonly speech?: MenuSpeech<NoInfer<Options>> | undefined;
  /**
   * The language of `speech`, a BCP 47 tag.
   * @default `en-US`, by RELAY
   */
  readonly language?: string | undefined;
  /**
   * `false` plays the prompt to its end before it listens, so that earlier input is ignored: each question is
   * a `calling.play`, then a `calling.collect`. Otherwise each is one `calling.play_and_collect`, and input
   * ends the prompt.
   * @default true
   */
  readonly bargeIn?: boolean | undefined;
  /**
   * The total number of questions: a whole number of at least 1, or `Infinity`.
   * @default 3
   */
  readonly attempts?: number | undefined;
  /**
   * Media to play after no input, in place of the prompt.
   * @default the prompt
   */
  readonly noInput?: Media | readonly Media[] | undefined;
  /**
   * Media to play after a key or words without an option, in place of the prompt.
   * @default the prompt
   */
  readonly noMatch?: Media | readonly Media[] | undefined;
  /**
   * Time in seconds for the caller to begin after the prompt.
   * @default 4, by RELAY
   */
  readonly initialTimeout?: number | undefined;
  /**
   * Time in seconds to wait for the next key, where options are sequences of keys.
   * @default 5, by RELAY
   */
  readonly digitTimeout?: number | undefined;
  /**
   * The volume of the prompts in dB, −40 to 40.
   * @default 0
   */
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

/** Options of a menu besides prompt and keys. */
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

/** Checks the phrases of a configuration against its keys. Errors begin with `path`. */
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
 * Plays a prompt and runs the option of the key that the caller presses, or of the phrase that the caller says. It
 * emits the values of that option.
 *
 * After no input, or a key or words without an option, it asks again. When the attempts are used up, it fails with the
 * last failure, `NoInputError` or `NoMatchError`. It completes when the option does. It fails with `CallEndedError`
 * when the call ends during the questions.
 *
 * @param call the call to ask on.
 * @throws {TypeError | RangeError} when an option is not allowed, before anything is sent.
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
