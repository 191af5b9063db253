import { Observable, type Subscription } from 'rxjs';
import { RelayWarning } from '../protocol/errors.js';
import { isolated } from './isolated.js';
import { lateDelay } from './late-delays.js';
import type { LateTimers } from './late-timers.js';

/** How many subscriptions are answered at once. */
export const AT_ONCE = 10;

/**
 * Answers subscriptions to the streams and requests of a client that is closed or draining: the first ones at once, the
 * others in a later turn of the event loop, with a delay that grows each time. Otherwise a `repeat()` or `retry()`
 * would block the event loop.
 */
export class AnswersAfterEnd {
  readonly #timers: LateTimers;
  readonly #report: (error: Error) => void;
  #count = 0;

  constructor(timers: LateTimers, report: (error: Error) => void) {
    this.#timers = timers;
    this.#report = report;
  }

  /** Mirrors `source$`, and delays subscriptions more and more once `hasEnded` returns true. */
  slow<T>(source$: Observable<T>, hasEnded: () => boolean): Observable<T> {
    return new Observable((subscriber) => {
      const answer = (): Subscription => source$.subscribe(isolated(subscriber));
      if (!hasEnded()) return answer();
      this.#count += 1;
      const further = this.#count - AT_ONCE;
      if (further <= 0) return answer();
      if (further === 1) this.#report(loopWarning());
      return this.#timers.schedule(() => subscriber.add(answer()), lateDelay(further));
    });
  }
}

const loopWarning = (): RelayWarning =>
  new RelayWarning(
    'ERR_RELAY_CLIENT_ENDED_LOOP',
    `The client is closed or draining, and ${AT_ONCE} requests or subscriptions followed: a loop does not end with it. Each is ` +
      'answered later than the one before. Let repeat() and retry() stop when the client does: retry({ delay }) can look at the error',
  );
