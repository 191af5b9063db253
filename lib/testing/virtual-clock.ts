import { VirtualTimeScheduler, type SchedulerAction, type SchedulerLike, type Subscription } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { MarbleScriptError } from './diagrams/failure.js';
import { frame as inWords } from './diagrams/show.js';

/**
 * The clock of a test. It distinguishes what the test and its flows do from the timers of the client and of RELAY's
 * side, which run for as long as a call is live.
 */
export class VirtualClock extends TestScheduler {
  /** The end of virtual time, in ms. */
  readonly maxTime: number;
  /** The clock for the client and for RELAY's side: a timer on it does not count as something that happens. */
  readonly background: SchedulerLike;
  #lastFrame = 0;

  constructor(assertDeepEqual: (actual: unknown, expected: unknown) => unknown, maxTime: number) {
    super((actual, expected) => void assertDeepEqual(actual, expected));
    this.maxTime = maxTime;
    this.background = {
      now: () => this.now(),
      schedule: (work, delay, state) => super.schedule(work as () => void, delay, state),
    };
  }

  override schedule<T>(
    work: (this: SchedulerAction<T>, state?: T) => void,
    delay = 0,
    state?: T,
  ): Subscription {
    const happened = (): void => this.happened();
    // A timer that is rescheduled is another action with the same work.
    return super.schedule<T>(
      function (now) {
        happened();
        work.call(this, now);
      },
      delay,
      state as T,
    );
  }

  /** Notes that something besides pings has happened in this frame. */
  happened(): void {
    this.#lastFrame = this.frame;
  }

  /** Runs what is due in this frame, without comparing anything. */
  runDue(): void {
    const { maxFrames } = this;
    this.maxFrames = this.frame;
    try {
      VirtualTimeScheduler.prototype.flush.call(this);
    } finally {
      this.maxFrames = maxFrames;
    }
  }

  /**
   * Runs everything, and compares. The clock stays at the last frame in which something happened, instead of the end of
   * virtual time, so that the test can continue from there.
   */
  readonly flushToLast = (): void => {
    try {
      this.flush();
    } finally {
      this.frame = this.#lastFrame;
    }
  };

  /** Throws for a diagram that is longer than virtual time: its end could never happen. */
  checkTime(helper: string, marbles: string, at: number): void {
    if (at <= this.maxTime) return;
    throw new MarbleScriptError(
      helper,
      `the diagram '${marbles}' lasts to ${inWords(at)}, and virtual time ends at ${inWords(this.maxTime)}: ` +
        'the option maxTime changes that',
    );
  }
}
