import type { SchedulerLike, Subscription } from 'rxjs';

/** A timer of RxJS's async scheduler: on Node, `id` may keep the process alive. */
interface AsyncTimer {
  readonly id?: { unref?(): unknown };
}

/** Timers of a client that do not keep the process alive once the client is closed. */
export class LateTimers {
  readonly #scheduler: SchedulerLike;
  readonly #timers = new Set<Subscription>();
  #released = false;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /** Calls `work` in a later turn of the event loop, `delay` ms from now. */
  schedule(work: () => void, delay: number): Subscription {
    const timer = this.#scheduler.schedule(() => {
      this.#timers.delete(timer);
      work();
    }, delay);
    if (this.#released) unref(timer);
    this.#timers.add(timer);
    timer.add(() => this.#timers.delete(timer));
    return timer;
  }

  /** Called when the client is closed: from now on these timers do not keep the process alive. */
  release(): void {
    this.#released = true;
    for (const timer of this.#timers) unref(timer);
  }

  get size(): number {
    return this.#timers.size;
  }
}

const unref = (timer: Subscription): void => {
  (timer as AsyncTimer).id?.unref?.();
};
