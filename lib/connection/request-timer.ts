import type { SchedulerLike, Subscription } from 'rxjs';
import type { Arrivals } from './arrivals.js';
import { elapsed } from './platform.js';

/** The timer of a list of requests. */
export interface RequestTimerConfig {
  /** Arrivals that were not read yet are read before anything is late. */
  readonly arrivals: Arrivals;
  readonly scheduler: SchedulerLike;
  /** In ms. */
  readonly timeout: number;
  /** The request that is the first to be late; undefined where there is none. */
  readonly oldest: () => { readonly since: number } | undefined;
  /** Called when the oldest is late, with the moment up to which a request is: in ms of elapsed time. */
  readonly expire: (latest: number) => void;
}

/** One timer for all requests of a list: they have the same timeout, so that the oldest is the first to be late. */
export class RequestTimer {
  readonly #config: RequestTimerConfig;
  #timer: Subscription | undefined;

  constructor(config: RequestTimerConfig) {
    this.#config = config;
  }

  /** Waits for the oldest request, unless it waits for one already. */
  watch(): void {
    if (this.#timer !== undefined) return;
    const { arrivals, scheduler, timeout, oldest, expire } = this.#config;
    const since = oldest()?.since;
    if (since === undefined) return;
    const late = (): void => {
      this.stop();
      // The one that was waited for is late, whatever fractions of a ms add up to: virtual time would not pass by the rest.
      expire(Math.max(since, elapsed(scheduler) - timeout));
    };
    this.#timer = arrivals.whenLate(late, Math.max(0, since + timeout - elapsed(scheduler)));
  }

  stop(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }
}
