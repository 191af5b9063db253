import * as E from 'fp-ts/lib/Either.js';
import { EMPTY, mergeMap, of, share, type Observable } from 'rxjs';
import { withParams } from '../actions/action.js';
import { NoInputError, NoMatchError } from '../protocol/result-errors.js';
import { endsCollect, type CollectEvent } from '../protocol/events/collect.js';
import { mediaList, type Media } from '../protocol/options/media.js';
import { invalid, record, required } from '../protocol/options/schema.js';
import { count, that } from '../protocol/options/values.js';
import { outcomeOf } from './collected.js';
import { digitLimits, limitFields, type DigitLimits } from './digit-limits.js';
import { attemptCount, type Repromptable } from './reprompt.js';
import { readResults } from './result-reader.js';

/**
 * Options of `gatherDigits`. Digits outside the limits that were ended by a terminator are asked for again from the
 * first one.
 */
export interface GatherDigitsConfig extends DigitLimits {
  /** The total number of digits: a whole number of at least 1. */
  readonly length: number;
  /** The total number of questions: a whole number of at least 1, or `Infinity`. */
  readonly attempts: number;
  /** Makes the media to play, in place of the prompt, to a caller who has entered only some of the digits. */
  readonly nextPrompt: (soFar: string) => Media | readonly Media[];
}

const read = record<GatherDigitsConfig>({
  ...limitFields,
  length: required(count(1)),
  attempts: required(attemptCount),
  nextPrompt: required(that('a function', (value) => typeof value === 'function')),
});

/**
 * Collects a number in several parts: a caller who stops half-way is asked for the remaining digits only.
 *
 * ```text
 * RELAY           --d-------e        d: digits 12, e: digits 34
 * gatherDigits()  ----------(x|)     x: '1234'
 * ```
 *
 * Emits the digits once there are `length` of them or a terminator was pressed, and completes. When the attempts are
 * used up, it fails with `NoInputError`, or with `NoMatchError` if the digits were outside the limits. Speech is a
 * `NoMatchError`. Each question is a `calling.play_and_collect` with the same settings, for as many digits as are
 * missing. Fails with `CallEndedError` when the call ends first.
 *
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @example
 * ```ts
 * import { gatherDigits, tts } from 'relay-rx';
 *
 * call
 *   .playAndCollect({
 *     media: [tts('Enter the two digits of your room.')],
 *     collect: { digits: { max: 2, digitTimeout: 1 } },
 *   })
 *   .pipe(gatherDigits({ length: 2, attempts: 3, nextPrompt: (soFar) => tts(`${soFar}, and the rest?`) }))
 *   .subscribe((room) => console.log(room));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
 */
export function gatherDigits(config: GatherDigitsConfig): (action: Repromptable) => Observable<string> {
  read(config, 'gatherDigits');
  const { length, attempts, nextPrompt, min, max, pattern } = config;
  const isWithin = digitLimits({ min, max: max ?? length, pattern }, 'gatherDigits');
  if (max !== undefined && max < length)
    throw invalid('gatherDigits.max', `at least length, which is ${length}`, max);

  const ask = (asked: number, soFar: string, action: Repromptable, again: Repromptable): Observable<string> =>
    again.pipe(
      readResults({ ends: endsCollect, read: (event: CollectEvent) => event }),
      mergeMap((event) => {
        const outcome = outcomeOf(event);
        if (outcome === undefined) return EMPTY;
        if (E.isLeft(outcome) && !(outcome.left instanceof NoInputError)) throw outcome.left;
        const input = E.isRight(outcome) ? outcome.right : undefined;
        if (input?.type === 'speech') throw new NoMatchError(event);
        const digits = soFar + (input?.digits ?? '');
        const isWhole = digits.length >= length || Boolean(input?.terminator);
        if (isWhole && isWithin(digits)) return of(digits);
        if (asked >= attempts) throw isWhole ? new NoMatchError(event) : new NoInputError(event);
        const kept = isWhole ? '' : digits;
        return ask(asked + 1, kept, action, kept === '' ? action : forTheRest(action, kept));
      }),
    );

  const forTheRest = (action: Repromptable, soFar: string): Repromptable =>
    action[withParams](({ collect, ...params }) => {
      const wanted = collect as { readonly digits?: object };
      const missing = { ...wanted.digits, max: length - soFar.length };
      return {
        ...params,
        play: mediaList(nextPrompt(soFar), 'gatherDigits.nextPrompt'),
        collect: { ...wanted, digits: missing },
      };
    });

  return (action) => ask(1, '', action, action).pipe(share());
}
