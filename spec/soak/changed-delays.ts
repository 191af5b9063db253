import type { SchedulerAction, SchedulerLike, Subscription } from 'rxjs';

/** A scheduler on which each timer waits for another time than was asked for. */
export class ChangedDelays implements SchedulerLike {
  readonly #scheduler: SchedulerLike;
  readonly #delayOf: (delay: number) => number;

  constructor(scheduler: SchedulerLike, delayOf: (delay: number) => number) {
    this.#scheduler = scheduler;
    this.#delayOf = delayOf;
  }

  now(): number {
    return this.#scheduler.now();
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    const action = this.#scheduler.schedule(work, this.#delayOf(delay), state) as SchedulerAction<T>;
    const again = action.schedule.bind(action);
    action.schedule = (next, wait = 0) => again(next, this.#delayOf(wait));
    return action;
  }
}
