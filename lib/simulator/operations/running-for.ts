import { NEVER, defer, finalize, ignoreElements, switchMap, take, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

/**
 * Completes after `duration` milliseconds of running time: time for which `running$` is false does not count.
 * `running$` is expected to emit its current value first.
 */
export const runningFor = (
  duration: number,
  running$: Observable<boolean>,
  scheduler: SchedulerLike,
): Observable<never> =>
  defer(() => {
    let left = duration;
    const stretch$ = defer(() => {
      const since = scheduler.now();
      return timer(left, scheduler).pipe(finalize(() => (left -= scheduler.now() - since)));
    });
    return running$.pipe(
      switchMap((running) => (running && left < Infinity ? stretch$ : NEVER)),
      take(1),
      ignoreElements(),
    );
  });
