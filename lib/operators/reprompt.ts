import * as E from 'fp-ts/lib/Either.js';
import { catchError, share, type Observable } from 'rxjs';
import { withParams } from '../actions/action.js';
import type { ChangeParams } from '../actions/operation.js';
import { NoInputError, NoMatchError } from '../protocol/result-errors.js';
import { endsCollect, type CollectEvent } from '../protocol/events/collect.js';
import { mediaList, type Media } from '../protocol/options/media.js';
import { optional, record, required, type Schema } from '../protocol/options/schema.js';
import { that } from '../protocol/options/values.js';
import { outcomeOf, type CollectInput } from './collected.js';
import { digitLimits, limitFields, type DigitLimits } from './digit-limits.js';
import { readResults } from './result-reader.js';

/** A prompt that can be asked again with other media: a `CollectAction`. */
export interface Repromptable extends Observable<CollectEvent> {
  /** The same action with changed params for each run that it starts. */
  /** @internal */
  [withParams](change: ChangeParams): this;
  /** The playback of the prompt: a collect without a prompt cannot be asked again with other media. */
  readonly playback$: Observable<unknown>;
}

/** Options of `reprompt`. Digits outside the limits are no match. */
export interface RepromptConfig extends DigitLimits {
  /** The total number of questions: a whole number of at least 1, or `Infinity`. */
  readonly attempts: number;
  /**
   * Media to play after no input, in place of the prompt.
   * @default the prompt
   */
  readonly noInput?: Media | readonly Media[] | undefined;
  /**
   * Media to play after no match, in place of the prompt.
   * @default the prompt
   */
  readonly noMatch?: Media | readonly Media[] | undefined;
  /**
   * Whether collected input is a match.
   * @default all input is
   */
  readonly accept?: ((input: CollectInput) => boolean) | undefined;
}

/** Checks a number of attempts. */
export const attemptCount = that(
  'a whole number of at least 1, or Infinity',
  (value) => value === Infinity || (Number.isInteger(value) && Number(value) >= 1),
);

export const repromptFields: Schema<RepromptConfig> = {
  ...limitFields,
  attempts: required(attemptCount),
  noInput: optional(mediaList),
  noMatch: optional(mediaList),
  accept: optional(that('a function', (value) => typeof value === 'function')),
};

const read = record<RepromptConfig>(repromptFields);

/**
 * Asks again after no input or no match, with other media if given. When the attempts are used up, it fails with the
 * last failure, `NoInputError` or `NoMatchError`.
 *
 * ```text
 * asked        p-------q-------         p: the prompt, q: the media of noInput
 * RELAY        ------n-------d         n: no_input, d: digits
 * reprompt()   --------------(d|)
 * ```
 *
 * It emits the events of the questions, except those after which it asks again. Each question is a
 * `calling.play_and_collect` with the same collect settings and the same command operators. Place it before the
 * operators that read results.
 *
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @example
 * ```ts
 * import { digits, reprompt, tts } from 'relay-rx';
 *
 * call
 *   .playAndCollect({ media: [tts('Enter your PIN.')], collect: { digits: { max: 1 }, initialTimeout: 2 } })
 *   .pipe(
 *     reprompt({
 *       attempts: 3,
 *       noInput: tts('I heard nothing. Please enter your PIN.'),
 *       noMatch: tts('That is not a PIN. Please try again.'),
 *     }),
 *     digits(),
 *   )
 *   .subscribe((pin) => console.log(pin.length));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
 */
export function reprompt(config: RepromptConfig): (action: Repromptable) => Observable<CollectEvent> {
  const { no_input: noInput, no_match: noMatch } = read(config, 'reprompt');
  const { attempts, accept = () => true, min, max, pattern } = config;
  const isWithin = digitLimits({ min, max, pattern }, 'reprompt');
  const isMatch = (input: CollectInput): boolean =>
    (input.type === 'speech' || isWithin(input.digits)) && accept(input);

  /** Throws for events after which the question is asked again. */
  const matching = (event: CollectEvent): CollectEvent => {
    const outcome = outcomeOf(event);
    if (outcome !== undefined && E.isLeft(outcome) && isAskable(outcome.left)) throw outcome.left;
    if (outcome !== undefined && E.isRight(outcome) && !isMatch(outcome.right)) throw new NoMatchError(event);
    return event;
  };

  const ask = (action: Repromptable, asked: number, again: Repromptable): Observable<CollectEvent> =>
    again.pipe(
      readResults({ ends: endsCollect, read: matching }),
      catchError((failure: unknown) => {
        if (!isAskable(failure) || asked >= attempts) throw failure;
        const media = failure instanceof NoInputError ? noInput : noMatch;
        return ask(
          action,
          asked + 1,
          media === undefined ? action : action[withParams]((params) => ({ ...params, play: media })),
        );
      }),
    );
  // Shared, so that each question is asked and counted once for all subscribers.
  return (action) => ask(action, 1, action).pipe(share());
}

/** Whether asking again may help. */
const isAskable = (failure: unknown): failure is NoInputError | NoMatchError =>
  failure instanceof NoInputError || failure instanceof NoMatchError;
