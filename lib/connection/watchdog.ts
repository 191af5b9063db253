import { Observable, type SchedulerLike, type Subscription } from 'rxjs';
import type { Arrivals } from './arrivals.js';
import { elapsed } from './platform.js';

/** How long a connection may be silent before it is pinged, in ms. */
export const PING_TIMEOUT = 15_000;

/** The longest that a connection may stay silent after a ping or request, in ms. */
export const PATIENCE = 10_000;

/** A request without an answer: its method, and when it was sent. */
export interface Asked {
  readonly method: string;
  readonly since: number;
}

/** Options of the watchdog. */
export interface Watched {
  readonly arrivals: Arrivals;
  readonly scheduler: SchedulerLike;
  /** How long an answer may take, in ms. */
  readonly requestTimeout: number;
  /** The first request that was sent after a moment and has no answer, if there is one. */
  readonly askedAfter: (moment: number) => Asked | undefined;
  /** Sends a ping. */
  readonly probe: () => void;
}

/**
 * Watches a connection for silence: one request without an answer does not show that it is dead. A silent connection is
 * pinged after `PING_TIMEOUT`, or sooner if a request waits for its answer. Emits when no frame at all has come within
 * the time for an answer.
 */
export class Watchdog {
  readonly #watched: Watched;
  readonly #patience: number;
  /** The time of the last ping, and how many frames had arrived by then. */
  #probed: { readonly at: number; readonly frames: number } | undefined;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#patience = Math.min(watched.requestTimeout, PATIENCE);
  }

  /** Emits when the connection is dead, with the method that had no answer. */
  get silence$(): Observable<string> {
    return new Observable((subscriber) => {
      const { arrivals, scheduler } = this.#watched;
      const step = this.#patience / 4;
      let timer: Subscription | undefined;
      const wait = (): void => {
        const quiet = elapsed(scheduler) - arrivals.last;
        const untilSuspect = PING_TIMEOUT - quiet;
        // Rounded up: virtual time does not advance by fractions of a ms.
        timer = scheduler.schedule(look, untilSuspect > 0 ? Math.min(step, Math.max(1, untilSuspect)) : step);
      };
      const look = (): void => {
        // If a frame has come meanwhile, this costs nothing. Frames that have arrived are read before the decision.
        if (!this.#isSuspect()) return wait();
        timer = arrivals.whenRead(() => {
          const asked = this.#asked();
          if (asked !== undefined && this.#condemns(asked.since)) return subscriber.next(asked.method);
          if (this.#isSuspect() && !this.#isProbing()) this.#probe();
          wait();
        });
      };
      wait();
      subscriber.add(() => timer?.unsubscribe());
    });
  }

  /**
   * Whether a request that has had its time for an answer shows that the connection is dead. Where nothing has come since
   * it was sent, and no ping has asked for a sign of life, one does so now: its own answer, or none, decides. How long the
   * request has waited is not measured again: a timer may be early by a fraction of a ms.
   *
   * @param sent when the request was sent.
   */
  late(sent: number): boolean {
    if (this.#watched.arrivals.last > sent) return false;
    if (this.#hasProbed()) return true;
    if (!this.#isProbing()) this.#probe();
    return false;
  }

  /** Whether a request that has no answer yet shows it already: it may have more time than a connection has to be silent. */
  #condemns(sent: number): boolean {
    return elapsed(this.#watched.scheduler) - sent >= this.#patience && this.#hasProbed();
  }

  #isSuspect(): boolean {
    const { arrivals, scheduler } = this.#watched;
    const now = elapsed(scheduler);
    if (now - arrivals.last >= PING_TIMEOUT) return true;
    if (now - arrivals.last < this.#patience / 2) return false;
    const asked = this.#asked();
    return asked !== undefined && now - asked.since >= this.#patience / 2;
  }

  #asked(): Asked | undefined {
    return this.#watched.askedAfter(this.#watched.arrivals.last);
  }

  #isProbing(): boolean {
    return this.#probed?.frames === this.#watched.arrivals.frames;
  }

  /** Whether a ping has asked for a sign of life, long enough ago, and nothing came. */
  #hasProbed(): boolean {
    if (this.#probed === undefined || !this.#isProbing()) return false;
    return elapsed(this.#watched.scheduler) - this.#probed.at >= this.#patience / 5;
  }

  #probe(): void {
    const { arrivals, scheduler, probe } = this.#watched;
    this.#probed = { at: elapsed(scheduler), frames: arrivals.frames };
    probe();
  }
}
