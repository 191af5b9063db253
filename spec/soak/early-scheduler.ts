import type { SchedulerLike } from 'rxjs';
import { ChangedDelays } from './changed-delays.js';
import type { Random } from './random.js';

/** A scheduler whose timers fire up to a ms early, as those of Node do, which never waits for less than a ms. */
export class EarlyScheduler extends ChangedDelays {
  constructor(scheduler: SchedulerLike, random: Random) {
    super(scheduler, (delay) => (delay <= 1 ? delay : delay - random()));
  }
}
