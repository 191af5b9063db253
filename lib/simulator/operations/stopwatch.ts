import type { SchedulerLike } from 'rxjs';

/** Measures time without the pauses. */
export class Stopwatch {
  #total = 0;
  #since: number | undefined;

  constructor(private readonly scheduler: SchedulerLike) {
    this.#since = scheduler.now();
  }

  /** Seconds, as on the wire. */
  get seconds(): number {
    const running = this.#since === undefined ? 0 : this.scheduler.now() - this.#since;
    return (this.#total + running) / 1000;
  }

  pause(): void {
    if (this.#since === undefined) return;
    this.#total += this.scheduler.now() - this.#since;
    this.#since = undefined;
  }

  resume(): void {
    this.#since ??= this.scheduler.now();
  }
}
