import type { SchedulerLike, Subscription } from 'rxjs';
import type { Arrivals } from './arrivals.js';
import { elapsed } from './platform.js';

/** The timer of a list of requests. */
export interface RequestTimerConfig {
  /** Frames that have arrived are read before a request counts as late. */
  readonly arrivals: Arrivals;
  readonly scheduler: SchedulerLike;
  /** In ms. */
  readonly timeout: number;
  /** The oldest request, which is the first to be late; undefined if there is none. */
  readonly oldest: () => { readonly since: number } | undefined;
  /** Called when the oldest request is late. Requests up to the given time, in ms of elapsed time, are late. */
  readonly expire: (latest: number) => void;
}

/** One timer for all requests of a list: they have the same timeout, so that the oldest is the first to be late. */
export class RequestTimer {
  readonly #config: RequestTimerConfig;
  #timer: Subscription | undefined;

  constructor(config: RequestTimerConfig) {
    this.#config = config;
  }

  /** Starts the timer for the oldest request, unless it runs already. */
  watch(): void {
    if (this.#timer !== undefined) return;
    const { arrivals, scheduler, timeout, oldest, expire } = this.#config;
    const since = oldest()?.since;
    if (since === undefined) return;
    const late = (): void => {
      this.stop();
      // The oldest request counts as late even if fractions of a ms are left: virtual time would not advance by them.
      expire(Math.max(since, elapsed(scheduler) - timeout));
    };
    this.#timer = arrivals.whenLate(late, Math.max(0, since + timeout - elapsed(scheduler)));
  }

  stop(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }
}
