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

/** The source of the Observables to start. */
export interface Supply<T> {
  /** The next Observable, or undefined when there is none yet. Called only when it may start. */
  take(): ObservableInput<T> | undefined;
  /** Whether there will be no more. */
  readonly isExhausted: boolean;
}

/** Starts the Observables of a supply in order and at a steady pace. */
export class PacedStarts<T> {
  /** The values of all of them. It completes when the supply is exhausted and all have completed. */
  readonly values$: Observable<T>;
  readonly #supply: Supply<T>;
  readonly #pace: Pace;
  readonly #started$ = new Subject<ObservableInput<T>>();
  #running = 0;
  /** Timer until the next one may start. */
  #timer = Subscription.EMPTY;
  #isWaiting = false;
  #isFilling = false;
  #isStopped = false;
  /** How many have started in a row without idle time. */
  #inRow = 0;

  constructor(supply: Supply<T>, pace: Pace) {
    this.#supply = supply;
    this.#pace = pace;
    this.values$ = this.#started$.pipe(mergeMap((operation) => this.#counted(operation)));
  }

  /** Starts the Observables that may start now. Call it whenever the supply may have changed. */
  fill(): void {
    // Called by an Observable that is being started: the loop below sees the change.
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

  /** Stops starting Observables. */
  stop(): void {
    this.#isStopped = true;
    this.#timer.unsubscribe();
  }

  get #mayStart(): boolean {
    return !this.#isStopped && !this.#isWaiting && this.#running < this.#pace.concurrent;
  }

  /** Counts an Observable that runs, and starts the next one after it. */
  #counted(operation: ObservableInput<T>): Observable<T> {
    return defer(() => operation).pipe(
      finalize(() => {
        this.#running -= 1;
        this.fill();
      }),
    );
  }

  /** Delays the next start by an interval. */
  #wait(): void {
    const { perSecond, scheduler } = this.#pace;
    // Timers have whole ms. Counting from the first start in a row keeps each interval long enough without adding up
    // rounding errors.
    const since = (starts: number): number => Math.ceil((starts * 1000) / perSecond);
    const delay = since(this.#inRow + 1) - since(this.#inRow);
    this.#inRow += 1;
    if (delay === 0) return;
    const start = scheduler.now();
    this.#isWaiting = true;
    this.#timer = scheduler.schedule(() => {
      // A timer that was set late in a long turn of the event loop fires early. If the clock was set back, this waits
      // for at most one more interval.
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
