import { Subscription, type SchedulerAction, type SchedulerLike } from 'rxjs';
import { DueHeap } from './due-heap.js';

/** The longest delay of a Node timer, in ms. */
const LONGEST = 2 ** 31 - 1;

type Work<T> = (this: SchedulerAction<T>, state?: T) => void;

/** The source of real time: milliseconds that never go back, and one timer. */
export interface Wall {
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => Subscription;
}

/** Real time, in ms since 1970. A change of the system clock does not affect it. */
export const realTime = (): number => performance.timeOrigin + performance.now();

const WALL: Wall = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return new Subscription(() => clearTimeout(timer));
  },
};

/**
 * A scheduler whose time passes `speed` times as fast as real time, and can be moved forward. It starts at the current
 * date, so that its times can be read as dates. Work runs in the order of its due times.
 */
export class SimulatedClock implements SchedulerLike {
  readonly #speed: number;
  readonly #wall: Wall;
  readonly #due = new DueHeap<ClockAction<unknown>>();
  /** The simulated and the real time from which time is counted. */
  #since: { readonly time: number; readonly wall: number };
  #timer = Subscription.EMPTY;
  /** The due time of the running work; its own delays are counted from there. */
  #moment: number | undefined;
  /** The latest move; moves run one at a time. */
  #moving: Promise<void> = Promise.resolve();
  #held = false;
  #closed = false;

  constructor(speed: number, start: number, wall: Wall = WALL) {
    this.#speed = speed;
    this.#wall = wall;
    this.#since = { time: start, wall: wall.now() };
  }

  now(): number {
    return this.#moment ?? this.#since.time + (this.#wall.now() - this.#since.wall) * this.#speed;
  }

  schedule<T>(work: Work<T>, delay = 0, state?: T): Subscription {
    return new ClockAction<T>(work, (action, ms) => this.#add(action as ClockAction<unknown>, ms)).schedule(
      state,
      delay,
    );
  }

  /**
   * Moves time forward by `ms`, and resolves when all work that is due has run. After each point in time it awaits
   * `settle`, so that a client can react before the next.
   *
   * @param isDone stops the move as soon as it returns true; time does not move if no work is due that could make it so
   */
  advance(ms: number, settle: () => Promise<void>, isDone?: () => boolean): Promise<void> {
    const moved = this.#moving.then(() => this.#advance(ms, settle, isDone));
    this.#moving = moved.catch(() => undefined);
    return moved;
  }

  /** Drops all work and timers, so that nothing keeps the process alive. */
  close(): void {
    this.#held = true;
    this.#timer.unsubscribe();
    this.#closed = true;
  }

  async #advance(ms: number, settle: () => Promise<void>, isDone?: () => boolean): Promise<void> {
    const target = this.now() + ms;
    this.#held = true;
    this.#timer.unsubscribe();
    try {
      for (;;) {
        const next = this.#due.first;
        if (next === undefined || next.due > target || this.#closed || isDone?.() === true) break;
        this.#jump(Math.max(next.due, this.now()));
        this.#runDue();
        await settle();
      }
      if (isDone === undefined) this.#jump(Math.max(target, this.now()));
    } finally {
      this.#held = this.#closed;
      this.#arm();
    }
  }

  #jump(time: number): void {
    this.#since = { time, wall: this.#wall.now() };
  }

  #add(action: ClockAction<unknown>, delay: number): void {
    action.due = this.now() + Math.max(delay, 0);
    this.#due.push(action);
    if (this.#moment === undefined && this.#due.first === action) this.#arm();
  }

  /** Sets the timer for the next work. */
  #arm(): void {
    this.#timer.unsubscribe();
    const { first } = this.#due;
    if (first === undefined || this.#held) return;
    const wait = Math.max(0, (first.due - this.now()) / this.#speed);
    this.#timer = this.#wall.after(Math.min(Math.ceil(wait), LONGEST), () => {
      try {
        this.#runDue();
      } finally {
        this.#arm();
      }
    });
  }

  #runDue(): void {
    const until = this.now();
    try {
      for (;;) {
        const { first } = this.#due;
        if (first === undefined || first.due > until) return;
        this.#due.shift();
        if (first.closed) continue;
        this.#moment = first.due;
        first.execute();
      }
    } finally {
      this.#moment = undefined;
    }
  }
}

/** A scheduled action. Its work may schedule it again, as `interval` does. */
class ClockAction<T> extends Subscription implements SchedulerAction<T> {
  due = 0;
  #state: T | undefined;
  /** The number of times that it was scheduled. */
  #times = 0;

  constructor(
    private readonly work: Work<T>,
    private readonly enqueue: (action: ClockAction<T>, delay: number) => void,
  ) {
    super();
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.#state = state;
    this.#times += 1;
    this.enqueue(this, delay);
    return this;
  }

  execute(): void {
    const before = this.#times;
    try {
      this.work.call(this, this.#state);
    } finally {
      if (this.#times === before) this.unsubscribe();
    }
  }
}
