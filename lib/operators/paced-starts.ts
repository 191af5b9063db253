import {
  Subject,
  Subscription,
  defer,
  finalize,
  mergeMap,
  type Observable,
  type ObservableInput,
} from 'rxjs';
import type { Pace } from './pace-options.js';

/** Where the Observables come from that are started. */
export interface Supply<T> {
  /** The next one; undefined when there is none yet. It is called only when that one may start. */
  take(): ObservableInput<T> | undefined;
  /** Whether there will be no more. */
  readonly isExhausted: boolean;
}

/** Starts the Observables of a supply in order, at a pace. */
export class PacedStarts<T> {
  /** Values of all of them. It completes when all of a supply that is exhausted have completed. */
  readonly values$: Observable<T>;
  readonly #supply: Supply<T>;
  readonly #pace: Pace;
  readonly #started$ = new Subject<ObservableInput<T>>();
  #running = 0;
  /** The time until the next one may start. */
  #timer = Subscription.EMPTY;
  #isWaiting = false;
  #isFilling = false;
  #isStopped = false;
  /** How many have started without a pause. */
  #inRow = 0;

  constructor(supply: Supply<T>, pace: Pace) {
    this.#supply = supply;
    this.#pace = pace;
    this.values$ = this.#started$.pipe(mergeMap((operation) => this.#counted(operation)));
  }

  /** Starts what may start now. To be called whenever the supply may have changed. */
  fill(): void {
    // Called from within, by what was just taken or started: the loop below sees what that changed.
    if (this.#isFilling) return;
    this.#isFilling = true;
    try {
      while (this.#mayStart) {
        const operation = this.#supply.take();
        if (operation === undefined) break;
        this.#wait();
        this.#running += 1;
        this.#started$.next(operation);
      }
    } catch (error) {
      this.#started$.error(error);
    } finally {
      this.#isFilling = false;
    }
    if (this.#supply.isExhausted) this.#started$.complete();
  }

  /** Starts nothing more. */
  stop(): void {
    this.#isStopped = true;
    this.#timer.unsubscribe();
  }

  get #mayStart(): boolean {
    return !this.#isStopped && !this.#isWaiting && this.#running < this.#pace.concurrent;
  }

  /** It makes room for the next one when it is over. */
  #counted(operation: ObservableInput<T>): Observable<T> {
    return defer(() => operation).pipe(
      finalize(() => {
        this.#running -= 1;
        this.fill();
      }),
    );
  }

  /** Holds the next start back for an interval. */
  #wait(): void {
    const { perSecond, scheduler } = this.#pace;
    // Timers know whole ms: the first of a row to each later one is never too short, and not longer with each.
    const since = (starts: number): number => Math.ceil((starts * 1000) / perSecond);
    const delay = since(this.#inRow + 1) - since(this.#inRow);
    this.#inRow += 1;
    if (delay === 0) return;
    const start = scheduler.now();
    this.#isWaiting = true;
    this.#timer = scheduler.schedule(() => {
      // A timer that was set late in a long turn of the event loop fires early. After a clock that was set back this
      // waits for one interval more, and for no longer than that.
      const early = start + delay - scheduler.now();
      if (early > 0 && early < delay) this.#timer = scheduler.schedule(() => this.#due(), early);
      else this.#due();
    }, delay);
  }

  #due(): void {
    const before = this.#inRow;
    this.#isWaiting = false;
    this.fill();
    if (this.#inRow === before) this.#inRow = 0;
  }
}
