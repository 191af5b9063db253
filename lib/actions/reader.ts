import { Observable, type Subscriber, type TeardownLogic } from 'rxjs';
import type { LiveCall } from './live-call.js';

/**
 * How an action finds those who read its result: a subscriber with this method learns of the call when an action of that
 * call is subscribed to upstream.
 */
export const readsCall: unique symbol = Symbol.for('relay-rx.readsCall') as never;

interface Reader {
  readonly [readsCall]: (call: LiveCall) => void;
}

interface Link extends Partial<Reader> {
  /** RxJS's own: the subscriber that an operator passes values on to. */
  readonly destination?: Link | null;
}

/** Readers that are subscribing to their source just now. One list for all copies of this library in the process. */
const KEY = Symbol.for('relay-rx.subscribingReaders');
const global = globalThis as { [KEY]?: Reader[] | undefined };
const subscribing = (global[KEY] ??= []);

/**
 * Tells the readers downstream of a subscriber which call the action is on, however many operators stand between. An
 * operator that subscribes on its own behalf (`share`) breaks the chain; its readers are those that subscribe just now.
 */
export function announceCall(subscriber: object, call: LiveCall): void {
  let link: Link | null | undefined = subscriber;
  while (typeof link === 'object' && link !== null) {
    link[readsCall]?.(call);
    link = link.destination;
  }
  for (const reader of subscribing) reader[readsCall](call);
}

/** The reader that `makeReader` gives each subscriber subscribes to the source, and learns of the calls of the actions there. */
export function readFrom<E, T>(
  source$: Observable<E>,
  makeReader: (subscriber: Subscriber<T>) => Subscriber<E> & Reader,
): Observable<T> {
  return new Observable((subscriber): TeardownLogic => {
    const reader = makeReader(subscriber);
    subscribing.push(reader);
    try {
      return source$.subscribe(reader);
    } finally {
      subscribing.splice(subscribing.lastIndexOf(reader), 1);
    }
  });
}
