import { EMPTY, Observable, distinctUntilChanged, interval, map, switchMap, type Subscription } from 'rxjs';
import { MAX_DURATION } from '../protocol/options/values.js';
import type { ActiveCall } from './active-call.js';
import type { Connection } from '../connection/connection.js';
import type { LiveSet } from '../connection/live-set.js';

/** How many checks there are in `callTimeout`. */
const LOOKS = 4;

/**
 * Asks RELAY about calls without an event for `callTimeout`: the event that ended one may be lost. A call notes the
 * number of the check at each event, which costs next to nothing, and one timer serves all calls.
 */
export class SilentCalls {
  #look = 0;
  readonly #calls: LiveSet<ActiveCall>;
  readonly #connection: Connection;

  constructor(calls: LiveSet<ActiveCall>, connection: Connection) {
    this.#calls = calls;
    this.#connection = connection;
  }

  /** The number of the current check. */
  get look(): number {
    return this.#look;
  }

  /**
   * Checks for silent calls while there are calls. Frames that have arrived are read first.
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
