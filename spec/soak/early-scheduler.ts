import type { SchedulerAction, SchedulerLike, Subscription } from 'rxjs';
import type { Random } from './random.js';

/** A scheduler whose timers fire up to a ms early, as those of Node do. */
export class EarlyScheduler implements SchedulerLike {
  readonly #scheduler: SchedulerLike;
  readonly #random: Random;

  constructor(scheduler: SchedulerLike, random: Random) {
    this.#scheduler = scheduler;
    this.#random = random;
  }

  now(): number {
    return this.#scheduler.now();
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    const action = this.#scheduler.schedule(work, this.#early(delay), state) as SchedulerAction<T>;
    const again = action.schedule.bind(action);
    action.schedule = (next, wait = 0) => again(next, this.#early(wait));
    return action;
  }

  /** Node never waits for less than a ms. */
  #early(delay: number): number {
    return delay <= 1 ? delay : delay - this.#random();
  }
}
