import { concat, concatMap, from, ignoreElements, of, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';

import type { OperationContext, Operation, OperationEvent } from './operation.js';

/** Milliseconds of a tone and the gap after it. */
const TONE = 250;
const PAUSES: ReadonlyMap<string, number> = new Map([
  ['w', 500],
  ['W', 1000],
]);

const send = (key: string, { farEnd, scheduler }: OperationContext): Observable<never> => {
  const pause = PAUSES.get(key);
  if (pause !== undefined) return timer(pause, scheduler).pipe(ignoreElements());
  return concat(of(key).pipe(tap((tone) => farEnd.sendDigit(tone))), timer(TONE, scheduler)).pipe(
    ignoreElements(),
  );
};

const FINISHED: OperationEvent = {
  type: 'calling.call.send_digits',
  params: { state: 'finished' },
  last: true,
};

/** `calling.send_digits`: plays tones and pauses one after the other. */
export const sendDigits =
  (digits: string): Operation =>
  (context) =>
    concat(from(digits).pipe(concatMap((key) => send(key, context))), of(FINISHED));
