import type { LiveCall } from './live-call.js';

/**
 * How an action finds those who read its result: a subscriber with this method learns of the call when it, or a
 * subscriber that passes values on to it, subscribes to an action of that call.
 */
export const readsCall: unique symbol = Symbol.for('relay-rx.readsCall') as never;

interface Link {
  readonly [readsCall]?: (call: LiveCall) => void;
  /** RxJS's own: the subscriber that an operator passes values on to. */
  readonly destination?: Link | null;
}

/** Tells the readers downstream of a subscriber which call the action is on, however many operators stand between. */
export function announceCall(subscriber: object, call: LiveCall): void {
  let link: Link | null | undefined = subscriber;
  while (typeof link === 'object' && link !== null) {
    link[readsCall]?.(call);
    link = link.destination;
  }
}
