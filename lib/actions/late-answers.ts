import type { Subscriber } from 'rxjs';
import { lateDelay } from '../connection/late-delays.js';
import { RelayWarning } from '../protocol/errors.js';
import { whileCompleting, type EndingCall } from './ending-call.js';

/** The number of late answers of one call that is followed by a warning. */
export const MANY = 10;

/**
 * Answers requests on a call that has ended, and late subscriptions to its streams: in a later turn of the event loop,
 * with a delay that grows each time. Otherwise a loop that asks again at once would block the event loop.
 */
export class LateAnswers {
  readonly #call: EndingCall;
  #count = 0;
  #hasWarned = false;

  constructor(call: EndingCall) {
    this.#call = call;
  }

  /** Schedules the answer to a subscriber, unless it is unsubscribed before. */
  add<T>(subscriber: Subscriber<T>, answer: (subscriber: Subscriber<T>) => void): void {
    const { connection, callId } = this.#call;
    const delay = lateDelay(this.#count);
    this.#count += 1;
    const timer = connection.lateTimers.schedule(() => {
      whileCompleting(this.#call, () => answer(subscriber));
      // The tenth itself may be unsubscribed before its turn, for example by `race`.
      if (this.#count < MANY || this.#hasWarned) return;
      this.#hasWarned = true;
      connection.report(loopWarning(callId));
    }, delay);
    subscriber.add(timer);
  }
}

const loopWarning = (callId: string): RelayWarning =>
  new RelayWarning(
    'ERR_RELAY_CALL_ENDED_LOOP',
    `Call ${callId} has ended, and ${MANY} requests or subscriptions followed on it: a loop does not end with the call. ` +
      'Each is answered later than the one before. Stop the loop at CallEndedError, or run it under eachCall()',
    callId,
  );
