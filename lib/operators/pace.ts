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
 * Starts the Observables that the source emits one after another, at a steady pace, and emits what they emit: the
 * account's calls a second, and no more.
 *
 * ```text
 * source                      abc-------|
 * pace({ perSecond: 200 })    a----b----c----|    each starts 5 ms after the one before
 * ```
 *
 * - The first starts at once, the others 1000 / `perSecond` ms after the one before at the earliest, in order. Time in
 *   which there was nothing to start is not made up for, so that no second sees more than `perSecond` starts. A busy
 *   process starts slightly fewer.
 * - At most `concurrent` of them run at a time.
 * - What cannot start yet is kept, without a bound: where the source is a list or a file, `paced` asks it for the next
 *   item only when that can start.
 * - An error, of the source or of one of them, is passed on at once. A source that completes is followed to the end.
 *   Unsubscribing stops all that runs.
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

/** Work that waits for its start, in order. It costs the same however much there is. */
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

  /** Nothing more is added. */
  close(): void {
    this.#isClosed = true;
  }
}
