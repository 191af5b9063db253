import { filter, map, merge, take, tap, timer, type Observable } from 'rxjs';
import { RelayWarning } from '../protocol/errors.js';
import type { ActiveCalls } from './active-calls.js';

/** How long a client that ends waits for work that outlives its calls, in ms. */
export const OUTLASTING_TIMEOUT = 10_000;

/**
 * Emits once when all `after` callbacks, `shield()`ed work, `async` flows and late results are done, or after `limit`
 * ms. Work that is left then is reported on `errors$`.
 *
 * @param isLimited whether the limit applies; called when it is reached.
 */
export function outlastingDone(
  { connection, outlasting }: ActiveCalls,
  limit: number,
  isLimited: () => boolean = () => true,
): Observable<void> {
  return merge(
    outlasting.size$.pipe(filter((size) => size === 0)),
    timer(limit, connection.platform.scheduler).pipe(
      filter(isLimited),
      tap(() => {
        for (const what of outlasting) connection.report(stillWorking(what, limit));
      }),
    ),
  ).pipe(
    take(1),
    map(() => undefined),
  );
}

const stillWorking = (what: string, limit: number): RelayWarning =>
  new RelayWarning(
    'ERR_RELAY_STILL_WORKING',
    `The client ends without ${what}: it has waited ${limit} ms for it. What it does from now on nobody waits for`,
  );
