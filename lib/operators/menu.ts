import { switchMap, type Observable, type ObservableInput } from 'rxjs';
import type { CollectEvent } from '../protocol/events/collect.js';
import type { Media } from '../protocol/options/media.js';
import { mediaList } from '../protocol/options/media.js';
import type { PlayAndCollectForm } from '../protocol/options/play.js';
import { invalid, mistyped, optional, record, required, type Read } from '../protocol/options/schema.js';
import { decibels, keys, seconds } from '../protocol/options/values.js';
import { digits } from './digits.js';
import { reprompt, repromptFields, type Repromptable } from './reprompt.js';

/** Whoever can be asked something: a call. */
export interface Promptable {
  playAndCollect(options: PlayAndCollectForm): Repromptable & Observable<CollectEvent>;
}

/** What a key leads to: a stream, or a function that makes one when the key is pressed. */
export type MenuOption<T> = ObservableInput<T> | ((key: string) => ObservableInput<T>);

export type MenuOptions = Readonly<Record<string, MenuOption<unknown>>>;

/** What an option emits. */
export type ChosenOf<Option> = Option extends (key: string) => infer Made
  ? ChosenOf<Made>
  : Option extends ObservableInput<infer T>
    ? T
    : never;

export interface MenuConfig<Options extends MenuOptions = MenuOptions> {
  /** What to play: one medium or several. */
  readonly prompt: Media | readonly Media[];
  /** What each key, or row of keys, leads to. Anything else is no match. */
  readonly options: Options;
  /** How many times to ask in all: 3 unless given. */
  readonly attempts?: number | undefined;
  /** What to play after no input, in place of the prompt. */
  readonly noInput?: Media | readonly Media[] | undefined;
  /** What to play after a key that leads nowhere, in place of the prompt. */
  readonly noMatch?: Media | readonly Media[] | undefined;
  /** Seconds the caller has to press a key once the prompt is over. RELAY's default is 4. */
  readonly initialTimeout?: number | undefined;
  /** Seconds after a key with no other. It matters where keys are in a row. RELAY's default is 5. */
  readonly digitTimeout?: number | undefined;
  /** In dB, −40 to 40. */
  readonly volume?: number | undefined;
}

const optionMap: Read = (value, path) => {
  if (typeof value !== 'object' || value === null) throw mistyped(path, 'must be a map of key to flow');
  const names = Object.keys(value);
  if (names.length === 0) throw invalid(path, 'a map of at least one key to a flow', value);
  for (const name of names) keys(name, `${path}: a key`);
  return value;
};

const read = record<MenuConfig>({
  prompt: required(mediaList),
  options: required(optionMap),
  attempts: optional(repromptFields.attempts.read),
  noInput: repromptFields.noInput,
  noMatch: repromptFields.noMatch,
  initialTimeout: optional(seconds),
  digitTimeout: optional(seconds),
  volume: optional(decibels),
});

/**
 * A digit menu: plays the prompt, and goes on with what the pressed key leads to.
 *
 * No input, and a key that leads nowhere, are asked again; when the attempts are used up it fails with the last
 * failure, `NoInputError` or `NoMatchError`. It completes when the option does, and without a value when the call ends.
 * Each question is a `calling.play_and_collect`.
 *
 * @param call whom to ask.
 * @throws {TypeError | RangeError} when an option is not allowed; nothing has been sent then.
 * @example
 * ```ts
 * import { menu, tts } from 'relay-rx';
 *
 * menu(call, {
 *   prompt: tts('Press 1 for sales, 2 for support.'),
 *   options: {
 *     1: () => call.transfer({ dest: 'sales' }),
 *     2: () => call.transfer({ dest: 'support' }),
 *   },
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
  read(config, 'menu');
  const { prompt, options, attempts = 3, noInput, noMatch, initialTimeout, digitTimeout, volume } = config;
  const chosen = (key: string): MenuOption<Chosen> | undefined =>
    Object.hasOwn(options, key) ? (options[key] as MenuOption<Chosen>) : undefined;
  const asked = call.playAndCollect({
    media: Array.isArray(prompt) ? (prompt as readonly Media[]) : [prompt as Media],
    collect: {
      digits: {
        max: Math.max(...Object.keys(options).map((key) => key.length)),
        ...(digitTimeout !== undefined && { digitTimeout }),
      },
      ...(initialTimeout !== undefined && { initialTimeout }),
    },
    ...(volume !== undefined && { volume }),
  });
  return reprompt({
    attempts,
    ...(noInput !== undefined && { noInput }),
    ...(noMatch !== undefined && { noMatch }),
    accept: (input) => input.type === 'digit' && chosen(input.digits) !== undefined,
  })(asked).pipe(
    digits(),
    switchMap((key) => {
      const option = chosen(key) as MenuOption<Chosen>;
      return typeof option === 'function' ? option(key) : option;
    }),
  );
}
