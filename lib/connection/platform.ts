import { randomUUID } from 'node:crypto';
import { asyncScheduler, type SchedulerLike } from 'rxjs';

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
  generateId: randomUUID,
};
