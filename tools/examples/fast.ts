import { VirtualAction, VirtualTimeScheduler } from 'rxjs';
import type { SchedulerLike } from 'rxjs';

/** Milliseconds between two steps, and the most time that one step can count. */
const STEP = 2;
const AT_MOST = 4;

/**
 * A scheduler whose time passes `speed` times as fast as real time, but only while this process runs, so that no time
 * limit expires on a busy machine because the process had to wait.
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
