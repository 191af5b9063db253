import { VirtualAction, VirtualTimeScheduler } from 'rxjs';
import type { SchedulerLike } from 'rxjs';

/** Milliseconds between two steps, and the most that counts as having passed between them. */
const STEP = 2;
const AT_MOST = 4;

/**
 * A scheduler on which time passes `speed` times as fast, while this process runs. A process that is kept waiting, or
 * is busy with something else, does not age: on a loaded machine everybody gets their turn before a limit passes.
 */
export const fast = (speed: number): SchedulerLike => {
  const scheduler = new VirtualTimeScheduler(VirtualAction, 0);
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    scheduler.maxFrames += Math.min(now - last, AT_MOST) * speed;
    last = now;
    scheduler.flush();
    scheduler.frame = scheduler.maxFrames;
  }, STEP);
  return scheduler;
};
