import { concat, concatMap, from, ignoreElements, map, of, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

import type { CallerInput } from './caller-input.js';

/** Something said; with no words it is a noise that nobody understands. */
export interface Utterance {
  readonly words: readonly string[];
  readonly confidence: number;
}

export const NOISE: Utterance = { words: [], confidence: 0 };

export const utterance = (text: string, confidence = 90): Utterance => {
  const words = text.split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    throw new RangeError('say: there are no words to say; mumble() is speech without any');
  }
  if (!(confidence >= 0 && confidence <= 100)) {
    throw new RangeError(`say: confidence is a number from 0 to 100, not ${String(confidence)}`);
  }
  return { words, confidence };
};

/** The utterance as it is spoken: voice at once, each word when it has been said, then quiet. */
export const speak = (
  { words, confidence }: Utterance,
  wordsPerMinute: number,
  scheduler: SchedulerLike,
): Observable<CallerInput> => {
  const wordTime = Math.round(60_000 / wordsPerMinute);
  const word$ = (text: string): Observable<CallerInput> =>
    timer(wordTime, scheduler).pipe(map(() => ({ kind: 'word', text, confidence })));
  return concat(
    of<CallerInput>({ kind: 'voice' }),
    words.length === 0
      ? timer(wordTime, scheduler).pipe(ignoreElements())
      : from(words).pipe(concatMap(word$)),
    of<CallerInput>({ kind: 'quiet' }),
  );
};
