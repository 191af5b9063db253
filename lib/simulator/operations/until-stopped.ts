import { concat, defer, filter, map, of, take } from 'rxjs';

import type { Fields } from '../wire/json-rpc.js';
import { isEnd } from './operation.js';
import type { Operation } from './operation.js';
import { Stopwatch } from './stopwatch.js';

/**
 * An operation that lasts until the app stops it. It has one event at the start and one at the end.
 *
 * @param begun fields of the first event; undefined for no first event
 * @param finished makes the extra fields of the last event from the duration in seconds
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
