import { EMPTY, Observable, distinctUntilChanged, interval, map, switchMap, type Subscription } from 'rxjs';
import { MAX_DURATION } from '../protocol/options/values.js';
import type { ActiveCall } from './active-call.js';
import type { Connection } from '../connection/connection.js';
import type { LiveSet } from '../connection/live-set.js';

/** How many looks there are in the time that a call may be silent. */
const LOOKS = 4;

/**
 * Asks RELAY about calls of which nothing was heard for long: the end of a call may be lost. A call writes down the
 * number of the look at each of its events, which costs nothing, and one timer serves all of them.
 */
export class SilentCalls {
  #look = 0;
  readonly #calls: LiveSet<ActiveCall>;
  readonly #connection: Connection;

  constructor(calls: LiveSet<ActiveCall>, connection: Connection) {
    this.#calls = calls;
    this.#connection = connection;
  }

  /** The number of the current look. */
  get look(): number {
    return this.#look;
  }

  /**
   * Looks for silent calls while there are calls. What has arrived is read first.
   *
   * @param timeout how long a call may be silent, in ms.
   */
  watch(timeout: number): Subscription {
    const connection = this.#connection;
    const { scheduler } = connection.platform;
    const step = Math.min(timeout, MAX_DURATION) / LOOKS;
    return (
      this.#calls.size$
        .pipe(
          map((size) => size > 0),
          distinctUntilChanged(),
          switchMap((some) => (some ? interval(step, scheduler) : EMPTY)),
          switchMap(() => new Observable<void>((subscriber) => connection.whenRead(() => subscriber.next()))),
        )
        // eslint-disable-next-line rxjs-x/no-ignored-error -- sizes and timers do not fail
        .subscribe(() => this.#ask())
    );
  }

  #ask(): void {
    this.#look += 1;
    if (!this.#connection.isReady) return;
    for (const call of this.#calls) if (this.#look - call.heardAt > LOOKS) call.askWhetherUp();
  }
}
