import { asyncScheduler, type SchedulerAction, type SchedulerLike, type Subscription } from 'rxjs';

/** RxJS's `asyncScheduler`, whose timers can be counted: how many are still to come. */
export class CountingScheduler implements SchedulerLike {
  readonly #due = new Set<Subscription>();

  get due(): number {
    return this.#due.size;
  }

  now(): number {
    return asyncScheduler.now();
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    const due = this.#due;
    const action = asyncScheduler.schedule<T>(
      function (now) {
        due.delete(this);
        work.call(this, now);
      },
      delay,
      state,
    ) as SchedulerAction<T>;
    const again = action.schedule.bind(action);
    action.schedule = (...args) => {
      due.add(action);
      return again(...args);
    };
    action.add(() => due.delete(action));
    due.add(action);
    return action;
  }
}
