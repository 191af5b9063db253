import { Subscription, type SchedulerLike } from 'rxjs';
import { afterReading, elapsed } from './platform.js';

/** A process that is this far behind after so many readings is judged as it stands. */
const MOST_READINGS = 64;

/**
 * Arrivals over the connection, and when: every frame is a sign of life. A process that was suspended or
 * overloaded finds its timers due before it has read what came in time, so that nothing is judged late before that.
 */
export class Arrivals {
  readonly #scheduler: SchedulerLike;
  #frames = 0;
  #last: number;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.#last = elapsed(scheduler);
  }

  /** A frame has arrived, or another connection begins. */
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

  /** Calls back after `delay` ms, once what has arrived by then has been read: only what is not among it is late. */
  whenLate(work: () => void, delay: number): Subscription {
    const waiting = new Subscription();
    const due = (): void => waiting.add(this.whenRead(work));
    waiting.add(this.#scheduler.schedule(due, delay));
    return waiting;
  }

  /** Calls back once what has arrived has been read. */
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
