import type { SchedulerAction, SchedulerLike, Subscription } from 'rxjs';

/** A scheduler on which everything takes `pace` times as long. */
export class SlowScheduler implements SchedulerLike {
  readonly #scheduler: SchedulerLike;
  readonly #pace: number;
  readonly #start: number;

  constructor(scheduler: SchedulerLike, pace: number) {
    this.#scheduler = scheduler;
    this.#pace = pace;
    this.#start = scheduler.now();
  }

  now(): number {
    return this.#start + (this.#scheduler.now() - this.#start) / this.#pace;
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    const action = this.#scheduler.schedule(work, delay * this.#pace, state) as SchedulerAction<T>;
    const again = action.schedule.bind(action);
    action.schedule = (next, wait = 0) => again(next, wait * this.#pace);
    return action;
  }
}
