import { throwError, type Subscriber } from 'rxjs';
import { NONE, withAdded, without } from './replaced-list.js';

/**
 * Subscribers, in the order in which they came. An error thrown by the teardown of one, for example by a `finalize`, is
 * reported as RxJS reports unhandled errors; the other subscribers still receive the value.
 */
export class SubscriberList<T> {
  #subscribers: readonly Subscriber<T>[] = NONE;

  get observed(): boolean {
    return this.#subscribers.length > 0;
  }

  /** Adds a subscriber until it is unsubscribed. */
  add(subscriber: Subscriber<T>): void {
    this.#subscribers = withAdded(this.#subscribers, subscriber);
    subscriber.add(() => (this.#subscribers = without(this.#subscribers, subscriber)));
  }

  next(value: T): void {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber.next(value);
      } catch (error) {
        reportUnhandled(error);
      }
    }
  }

  error(error: unknown): void {
    for (const subscriber of this.#subscribers) finish(subscriber, error as Error);
  }

  complete(): void {
    for (const subscriber of this.#subscribers) finish(subscriber, undefined);
  }
}

/** Ends one subscriber, with an error or without, and never throws. */
export function finish(subscriber: Subscriber<unknown>, error: Error | undefined): void {
  try {
    if (error === undefined) subscriber.complete();
    else subscriber.error(error);
  } catch (thrown) {
    reportUnhandled(thrown);
  }
}

/** Reports an error as RxJS reports unhandled errors. */
export function reportUnhandled(error: unknown): void {
  throwError(() => error).subscribe();
}
