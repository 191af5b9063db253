import { NEVER, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

/** Emits once after so many milliseconds; never, when they are infinite, which no timer can be. */
export const after = (ms: number, scheduler: SchedulerLike): Observable<unknown> =>
  ms === Infinity ? NEVER : timer(ms, scheduler);
