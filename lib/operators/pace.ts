import {
  Observable,
  ignoreElements,
  merge,
  tap,
  type ObservableInput,
  type ObservedValueOf,
  type OperatorFunction,
} from 'rxjs';
import { readPace, type PaceOptions } from './pace-options.js';
import { PacedStarts, type Supply } from './paced-starts.js';

/**
 * Starts the Observables that the source emits in order and at a steady pace, such as the calls a second that an
 * account allows, and emits their values.
 *
 * ```text
 * source                      abc-------|
 * pace({ perSecond: 200 })    a----b----c----|    each starts 5 ms after the one before
 * ```
 *
 * - The first starts at once, each other at least 1000 / `perSecond` ms after the one before. There is no burst after
 *   idle time: no second has more than `perSecond` starts. A busy process starts slightly fewer.
 * - At most `concurrent` of them run at a time.
 * - Observables that cannot start yet are kept, in any number. For a long list or a file use `paced`, which reads the
 *   next item only when it can start.
 * - An error of the source or of one of them is emitted at once. It completes when the source and all of them have
 *   completed. Unsubscribing unsubscribes from all that run.
 *
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @example
 * ```ts
 * import { eachCall, pace, phone, tts } from 'relay-rx';
 * import { EMPTY, catchError, concat, from, map } from 'rxjs';
 *
 * from(['+15550101', '+15550102'])
 *   .pipe(
 *     map((to) => client.dial({ devices: phone({ to, from: '+15550100' }) }).pipe(catchError(() => EMPTY))),
 *     pace({ perSecond: 1, concurrent: 100 }),
 *     eachCall((call) => concat(call.playTTS({ text: 'The office is closed today.' }), call.hangup())),
 *   )
 *   .subscribe();
 * ```
 */
export function pace<O extends ObservableInput<unknown>>(
  options: PaceOptions,
): OperatorFunction<O, ObservedValueOf<O>> {
  const settings = readPace(options, 'pace');
  return (source) =>
    new Observable((subscriber) => {
      const backlog = new Backlog<ObservedValueOf<O>>();
      const starts = new PacedStarts(backlog, settings);
      const added$ = source.pipe(
        tap({
          next: (operation) => {
            backlog.add(operation as ObservableInput<ObservedValueOf<O>>);
            starts.fill();
          },
          complete: () => {
            backlog.close();
            starts.fill();
          },
        }),
        ignoreElements(),
      );
      subscriber.add(() => starts.stop());
      merge(starts.values$, added$).subscribe(subscriber);
    });
}

/** A queue of Observables that wait for their start. Adding and taking take constant time. */
class Backlog<T> implements Supply<T> {
  readonly #waiting = new Map<number, ObservableInput<T>>();
  #added = 0;
  #taken = 0;
  #isClosed = false;

  get isExhausted(): boolean {
    return this.#isClosed && this.#waiting.size === 0;
  }

  add(operation: ObservableInput<T>): void {
    this.#waiting.set(this.#added++, operation);
  }

  take(): ObservableInput<T> | undefined {
    const operation = this.#waiting.get(this.#taken);
    if (operation !== undefined) this.#waiting.delete(this.#taken++);
    return operation;
  }

  /** Called when nothing more will be added. */
  close(): void {
    this.#isClosed = true;
  }
}
