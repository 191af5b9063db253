import { asyncScheduler, Subscription, type SchedulerLike } from 'rxjs';
import { randomId } from './random-id.js';

/**
 * The source of time and randomness. It can be replaced, so that every timer runs in virtual time and every jittered
 * delay is predictable.
 */
export interface Platform {
  readonly scheduler: SchedulerLike;
  /** A random number from 0 to 1, without 1. */
  readonly random: () => number;
  /** Makes an id for a request or an operation. */
  readonly generateId: () => string;
}

export const defaultPlatform: Platform = {
  scheduler: asyncScheduler,
  random: Math.random,
  generateId: randomId,
};

/**
 * Elapsed time in ms, for measuring: by a monotonic clock, which RxJS's default scheduler does not have, or by the
 * clock of an injected scheduler.
 */
export const elapsed = (scheduler: SchedulerLike): number =>
  scheduler === asyncScheduler ? performance.now() : scheduler.now();

/** Calls `work` when the event loop has read its sockets once more; in virtual time, at the end of the frame. */
export function afterReading(scheduler: SchedulerLike, work: () => void): Subscription {
  if (scheduler !== asyncScheduler) return scheduler.schedule(work);
  const due = setImmediate(work);
  return new Subscription(() => clearImmediate(due));
}
