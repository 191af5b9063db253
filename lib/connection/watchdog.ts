import { Observable, type SchedulerLike, type Subscription } from 'rxjs';

/** So long a connection may go without a ping before it is suspect, in ms. */
export const PING_TIMEOUT = 15_000;

/**
 * Emits whenever no ping was heard for `PING_TIMEOUT`, and again after as long a silence. `lastPing` is asked when
 * the time is up, so that a ping costs no more than writing its time down.
 */
export function watchdog(lastPing: () => number, scheduler: SchedulerLike): Observable<void> {
  return new Observable((subscriber) => {
    let timer: Subscription | undefined;
    let since = scheduler.now();
    const wait = (): void => {
      since = Math.max(since, lastPing());
      const left = since + PING_TIMEOUT - scheduler.now();
      if (left <= 0) {
        since = scheduler.now();
        subscriber.next();
      }
      if (!subscriber.closed) timer = scheduler.schedule(wait, left > 0 ? left : PING_TIMEOUT);
    };
    wait();
    subscriber.add(() => timer?.unsubscribe());
  });
}
