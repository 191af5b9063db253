import { Observable, type Subscriber, type TeardownLogic } from 'rxjs';
import type { LiveCall } from './live-call.js';

/**
 * Key of the method by which an action names its call to the readers of its result: it is called on subscribers
 * downstream when the action is subscribed to.
 */
export const readsCall: unique symbol = Symbol.for('relay-rx.readsCall') as never;

interface Reader {
  readonly [readsCall]: (call: LiveCall) => void;
}

interface Link extends Partial<Reader> {
  /** RxJS's own: the subscriber that an operator passes values to. */
  readonly destination?: Link | null;
}

/** Readers that are subscribing to their source now. All copies of this library in the process share the list. */
const KEY = Symbol.for('relay-rx.subscribingReaders');
const global = globalThis as { [KEY]?: Reader[] | undefined };
const subscribing = (global[KEY] ??= []);

/**
 * Names the call of an action to the readers downstream, however many operators stand between. An operator with a
 * subscriber of its own (`share`) breaks the chain; the readers that are subscribing now are notified then.
 */
export function announceCall(subscriber: object, call: LiveCall): void {
  let link: Link | null | undefined = subscriber;
  while (typeof link === 'object' && link !== null) {
    link[readsCall]?.(call);
    link = link.destination;
  }
  for (const reader of subscribing) reader[readsCall](call);
}

/**
 * An Observable that reads `source` with a reader from `makeReader` for each subscriber. The reader learns the calls of
 * the actions in the source.
 */
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
