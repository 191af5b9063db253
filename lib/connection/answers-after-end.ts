import { Observable, type Subscription } from 'rxjs';
import { RelayWarning } from '../protocol/errors.js';
import { isolated } from './isolated.js';
import { lateDelay } from './late-delays.js';
import type { LateTimers } from './late-timers.js';

/** So many subscriptions are answered at once. */
export const AT_ONCE = 10;

/**
 * Answers subscriptions to the streams and requests of a client that is closed, or takes nothing new: the first ones at
 * once, and each further one in a later turn of the event loop, later each time. A `repeat()` or `retry()`
 * would otherwise never give the event loop back.
 */
export class AnswersAfterEnd {
  readonly #timers: LateTimers;
  readonly #report: (error: Error) => void;
  #count = 0;

  constructor(timers: LateTimers, report: (error: Error) => void) {
    this.#timers = timers;
    this.#report = report;
  }

  /** `source$`, subscribed to later and later from when `hasEnded` says so. */
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
    `The client is closed or drains, and ${AT_ONCE} requests or subscriptions followed: a loop does not end with it. Each is ` +
      'answered later than the one before. Let repeat() and retry() stop when the client does: retry({ delay }) can look at the error',
  );
