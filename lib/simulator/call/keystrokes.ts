import { concatMap, from, map, of, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

import { areKeys } from '../../protocol/keypad.js';
import type { CallerInput } from './caller-input.js';

export interface Keystrokes {
  readonly keys: string;
  /** Milliseconds between two keys. */
  readonly gap: number;
}

export const keystrokes = (keys: string, gap = 0): Keystrokes => {
  if (keys === '' || !areKeys(keys)) {
    throw new RangeError(`press: ${JSON.stringify(keys)} is not one or more of the keys 0-9 * # A-D`);
  }
  if (!(gap >= 0)) throw new RangeError(`press: gap is a number of at least 0, not ${String(gap)}`);
  return { keys, gap };
};

/** Presses the keys, the first at once. */
export const type = ({ keys, gap }: Keystrokes, scheduler: SchedulerLike): Observable<CallerInput> =>
  from(keys).pipe(
    concatMap((key, index) => (index > 0 && gap > 0 ? timer(gap, scheduler).pipe(map(() => key)) : of(key))),
    map((key) => ({ kind: 'key', key })),
  );
