import { Observable, concat, defer, filter, map, merge, take, takeWhile } from 'rxjs';

import type { Call } from './call.js';
import type { Device } from './device.js';

/** Emits the call when it is answered, and completes; unsubscribing before that cancels the call. */
export const untilAnswered = (place: () => Call): Observable<Call> =>
  defer(() => {
    const call = place();
    return new Observable<Call>((subscriber) => {
      subscriber.add(() => {
        if (call.state.kind !== 'answered') call.end('cancel');
      });
      return call.state$
        .pipe(
          takeWhile(({ kind }) => kind !== 'ended'),
          filter(({ kind }) => kind === 'answered'),
          take(1),
          map(() => call),
        )
        .subscribe(subscriber);
    });
  });

/**
 * Calls devices: the lists one after the other, the devices of one list at the same time. Emits the first that answers
 * and cancels the others; completes without a value if none answers.
 */
export const dial = <T>(
  lists: readonly (readonly Device[])[],
  ring: (device: Device) => Observable<T>,
): Observable<T> => concat(...lists.map((devices) => merge(...devices.map(ring)))).pipe(take(1));
