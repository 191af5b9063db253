import { asyncScheduler, type SchedulerAction, type SchedulerLike, type Subscription } from 'rxjs';

/** From so many ms on a timer runs so many times as fast. */
export const LONG = 100_000;
const HURRY = 20;

/**
 * RxJS's `asyncScheduler`, whose timers can be counted: how many are still to come. Long ones are hurried: a dial that was
 * left and of which RELAY says nothing more stays for two minutes, which are six seconds here.
 */
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
      delay >= LONG ? delay / HURRY : delay,
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
