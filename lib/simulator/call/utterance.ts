import { concat, concatMap, from, ignoreElements, map, of, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

import type { CallerInput } from './caller-input.js';
import type { Party } from './party.js';
import { wordsOf } from './words.js';
import type { Word } from './words.js';

/** Speech; without words it is unintelligible. */
export interface Utterance {
  readonly words: readonly Word[];
  readonly confidence: number;
  /** Set for a machine's greeting, which ends with a beep. */
  readonly ending?: 'beep';
}

export const NOISE: Utterance = { words: [], confidence: 0 };

/** The confidence of the recognition, from 0 to 100; anything else is a RangeError. */
export const confidenceOf = (confidence = 90): number => {
  if (confidence >= 0 && confidence <= 100) return confidence;
  throw new RangeError(`say: confidence is a number from 0 to 100, not ${String(confidence)}`);
};

export const utterance = (text: string, confidence?: number): Utterance => {
  const words = wordsOf(text);
  if (words.length === 0) {
    throw new RangeError('say: there are no words to say; mumble() is speech without any');
  }
  return { words, confidence: confidenceOf(confidence) };
};

/** The greeting when the call is answered, if there is one. */
export const greetingOf = ({ answeredBy, greeting = '' }: Party): readonly Utterance[] => {
  const said: Utterance = { words: wordsOf(greeting), confidence: 90 };
  if (answeredBy === 'machine') return [{ ...said, ending: 'beep' }];
  return said.words.length === 0 ? [] : [said];
};

/** The inputs of an utterance: voice at once, each word when it has been said, then quiet. */
export const speak = (
  { words, confidence, ending }: Utterance,
  wordsPerMinute: number,
  scheduler: SchedulerLike,
): Observable<CallerInput> => {
  const wordTime = Math.round(60_000 / wordsPerMinute);
  const word$ = (word: Word): Observable<CallerInput> =>
    timer(wordTime, scheduler).pipe(map(() => ({ kind: 'word', ...word, confidence })));
  return concat(
    of<CallerInput>({ kind: 'voice' }),
    words.length === 0
      ? timer(wordTime, scheduler).pipe(ignoreElements())
      : from(words).pipe(concatMap(word$)),
    of<CallerInput>({ kind: 'quiet' }),
    ending === undefined ? from<CallerInput[]>([]) : of<CallerInput>({ kind: 'beep' }),
  );
};
