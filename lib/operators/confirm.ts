import { concatMap, of, throwError, type Observable, type OperatorFunction } from 'rxjs';
import { NotConfirmedError } from '../protocol/errors.js';
import type { Media } from '../protocol/options/media.js';
import { menu, type MenuConfig, type Promptable } from './menu.js';

export interface ConfirmConfig<T> extends Omit<MenuConfig, 'prompt' | 'options'> {
  /** What to play for a value: it says what it is, and which keys confirm and refuse it. */
  readonly prompt: (value: T) => Media | readonly Media[];
  /** The key that confirms: 1 unless given. */
  readonly yes?: string | undefined;
  /** The key that refuses: 2 unless given. */
  readonly no?: string | undefined;
}

/**
 * Has the caller confirm each value: emits it when it is confirmed, and fails with `NotConfirmedError` when it is not,
 * so that `retry` asks for it once more. Silence and other keys are asked again, and fail as in `menu`.
 *
 * @param call whom to ask.
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
  const { prompt, yes = '1', no = '2', ...rest } = config;
  return concatMap((value) =>
    menu(call, {
      ...rest,
      prompt: prompt(value),
      options: {
        [yes]: of(value),
        [no]: throwError(() => new NotConfirmedError(value)) as Observable<T>,
      },
    }),
  );
}
