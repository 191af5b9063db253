import { concat, defer, filter, map, of, take } from 'rxjs';

import type { Fields } from '../wire/json-rpc.js';
import { isEnd } from './operation.js';
import type { Operation } from './operation.js';
import { Stopwatch } from './stopwatch.js';

/**
 * An operation that lasts until the app stops it, and tells no more than that it has begun and has finished.
 *
 * @param begun fields of the event at the beginning, if there is one
 * @param finished makes the fields of the event at the end besides the state, from the duration in seconds
 */
export const untilStopped =
  (type: string, begun: Fields | undefined, finished: (seconds: number) => Fields = () => ({})): Operation =>
  (context, command$) =>
    defer(() => {
      const stopwatch = new Stopwatch(context.scheduler);
      const end$ = command$.pipe(
        filter(isEnd),
        take(1),
        map(() => ({ type, params: { ...finished(stopwatch.seconds), state: 'finished' }, last: true })),
      );
      return begun === undefined ? end$ : concat(of({ type, params: begun, last: false }), end$);
    });
