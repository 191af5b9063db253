import type { SchedulerLike } from 'rxjs';
import { ChangedDelays } from './changed-delays.js';

/** A scheduler on which everything takes `pace` times as long. */
export class SlowScheduler extends ChangedDelays {
  readonly #pace: number;
  readonly #start: number;

  constructor(scheduler: SchedulerLike, pace: number) {
    super(scheduler, (delay) => delay * pace);
    this.#pace = pace;
    this.#start = scheduler.now();
  }

  override now(): number {
    return this.#start + (super.now() - this.#start) / this.#pace;
  }
}
