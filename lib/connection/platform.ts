import { asyncScheduler, Subscription, type SchedulerLike } from 'rxjs';
import { randomId } from './random-id.js';

/**
 * Time and randomness: the one seam by which they come in, so that every timer of this library runs in virtual
 * time and every jittered delay can be foretold.
 */
export interface Platform {
  readonly scheduler: SchedulerLike;
  /** From 0 up to, and not including, 1. */
  readonly random: () => number;
  /** A new id for a request or an operation. */
  readonly generateId: () => string;
}

export const defaultPlatform: Platform = {
  scheduler: asyncScheduler,
  random: Math.random,
  generateId: randomId,
};

/**
 * Elapsed time in ms, for everything that is measured: on a clock that nobody can set, which RxJS's own scheduler does
 * not have, or on the clock of a scheduler that was injected.
 */
export const elapsed = (scheduler: SchedulerLike): number =>
  scheduler === asyncScheduler ? performance.now() : scheduler.now();

/** Calls back when the event loop has read from its sockets once more; in virtual time, at the end of the frame. */
export function afterReading(scheduler: SchedulerLike, work: () => void): Subscription {
  if (scheduler !== asyncScheduler) return scheduler.schedule(work);
  const due = setImmediate(work);
  return new Subscription(() => clearImmediate(due));
}
