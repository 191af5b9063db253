import { Subscription, type SchedulerLike } from 'rxjs';
import { afterReading, elapsed } from './platform.js';

/** The most turns of the event loop to wait for unread frames. */
const MOST_READINGS = 64;

/**
 * Counts the frames that arrive, each of which is a sign of life. After a process was suspended or overloaded, its
 * timers are due before it has read the frames that came in time: so nothing counts as late until they are read.
 */
export class Arrivals {
  readonly #scheduler: SchedulerLike;
  #frames = 0;
  #last: number;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.#last = elapsed(scheduler);
  }

  /** Notes a frame, or the beginning of another connection. */
  note(): void {
    this.#frames += 1;
    this.#last = elapsed(this.#scheduler);
  }

  /** How many frames have arrived. */
  get frames(): number {
    return this.#frames;
  }

  /** When the latest frame arrived, in ms of elapsed time. */
  get last(): number {
    return this.#last;
  }

  /** Calls `work` after `delay` ms, once the frames that have arrived by then are read. */
  whenLate(work: () => void, delay: number): Subscription {
    const waiting = new Subscription();
    const due = (): void => waiting.add(this.whenRead(work));
    waiting.add(this.#scheduler.schedule(due, delay));
    return waiting;
  }

  /** Calls `work` once the frames that have arrived are read. */
  whenRead(work: () => void): Subscription {
    const waiting = new Subscription();
    const read = (readings: number, frames: number): void => {
      waiting.add(
        afterReading(this.#scheduler, () => {
          if (frames === this.#frames || readings === MOST_READINGS) work();
          else read(readings + 1, this.#frames);
        }),
      );
    };
    read(1, this.#frames);
    return waiting;
  }
}
