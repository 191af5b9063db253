import { concatMap, of, throwError, type Observable, type OperatorFunction } from 'rxjs';
import { NotConfirmedError } from '../protocol/result-errors.js';
import type { Media } from '../protocol/options/media.js';
import { invalid, optional, record, required } from '../protocol/options/schema.js';
import { keys, that } from '../protocol/options/values.js';
import { menu, menuFields, readSpeech, type MenuConfig, type Promptable } from './menu.js';

/**
 * Options of `confirm`: those of `menu`, with `speech` for the phrases that confirm and refuse: `{ 1: 'yes', 2: 'no'
 * }`.
 */
export interface ConfirmConfig<T> extends Omit<MenuConfig, 'prompt' | 'options'> {
  /** Makes the media to play for a value: say the value, and which keys confirm and refuse it. */
  readonly prompt: (value: T) => Media | readonly Media[];
  /**
   * The key that confirms.
   * @default 1
   */
  readonly yes?: string | undefined;
  /**
   * The key that refuses.
   * @default 2
   */
  readonly no?: string | undefined;
}

const read = record<ConfirmConfig<never>>({
  ...menuFields,
  prompt: required(that('a function of the value', (value) => typeof value === 'function')),
  yes: optional(keys),
  no: optional(keys),
});

/**
 * Asks the caller to confirm each value. It emits a value that is confirmed, and fails with `NotConfirmedError` when
 * one is refused, so that `retry` asks for a new value. After silence or another key it asks again, and fails as `menu`
 * does.
 *
 * @param call the call to ask on.
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @example
 * ```ts
 * import { confirm, digits, tts } from 'relay-rx';
 * import { retry } from 'rxjs';
 *
 * call
 *   .playAndCollect({ media: [tts('How many are you?')], collect: { digits: { max: 1 } } })
 *   .pipe(
 *     digits(),
 *     confirm(call, { prompt: (number) => tts(`A table for ${number}. Press 1 to confirm, 2 to change it.`) }),
 *     retry(2),
 *   )
 *   .subscribe((number) => console.log(number));
 * ```
 */
export function confirm<T>(call: Promptable, config: ConfirmConfig<T>): OperatorFunction<T, T> {
  read(config, 'confirm');
  const { prompt, yes = '1', no = '2', speech, language, ...rest } = config;
  if (yes === no) throw invalid('confirm.no', 'another key than confirm.yes', no);
  readSpeech({ speech, language }, { [yes]: true, [no]: true }, 'confirm');
  return concatMap((value) =>
    menu(call, {
      ...rest,
      speech,
      language,
      prompt: prompt(value),
      options: {
        [yes]: () => of(value),
        [no]: () => throwError(() => new NotConfirmedError(value)) as Observable<T>,
      },
    }),
  );
}
