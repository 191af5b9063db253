import type { SchedulerLike } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';

type Work = Parameters<SchedulerLike['schedule']>[0];

/** The clock of the client in a replay, which distinguishes the client's timers from those of a flow. */
export class OwnTimers implements SchedulerLike {
  readonly #scheduler: TestScheduler;
  /** A timer that is rescheduled is another action with the same work. */
  readonly #works = new WeakSet<object>();

  constructor(scheduler: TestScheduler) {
    this.#scheduler = scheduler;
  }

  now(): number {
    return this.#scheduler.now();
  }

  readonly schedule: SchedulerLike['schedule'] = (work, delay, state) => {
    this.#works.add(work);
    return this.#scheduler.schedule(work as Work, delay, state);
  };

  /** Whether timers of a flow run. */
  get othersRun(): boolean {
    const actions = this.#scheduler.actions as readonly unknown[] as readonly { readonly work: Work }[];
    return actions.some(({ work }) => !this.#works.has(work));
  }
}
