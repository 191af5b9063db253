import { asyncScheduler } from 'rxjs';
import type { SchedulerAction, SchedulerLike } from 'rxjs';

/** The asyncScheduler in a world where time passes `speed` times as fast. */
export const fast = (speed: number): SchedulerLike => {
  // An action that schedules itself again (`interval` does) means this world's time, too.
  const quicken = <T>(action: SchedulerAction<T>): SchedulerAction<T> =>
    Object.create(action, {
      schedule: { value: (state?: T, delay = 0) => action.schedule(state, delay / speed) },
    }) as SchedulerAction<T>;

  return {
    now: () => asyncScheduler.now() * speed,
    schedule: <T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T) =>
      asyncScheduler.schedule<T>(
        function (state) {
          work.call(quicken(this), state);
        },
        delay / speed,
        state,
      ),
  };
};
