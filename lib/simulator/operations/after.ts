import { NEVER, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

/** Emits once after `ms` milliseconds; never if `ms` is infinite. */
export const after = (ms: number, scheduler: SchedulerLike): Observable<unknown> =>
  ms === Infinity ? NEVER : timer(ms, scheduler);
