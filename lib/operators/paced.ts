import { Observable, type ObservableInput } from 'rxjs';
import { mistyped } from '../protocol/options/schema.js';
import { AsyncIteration, SyncIteration, type Iteration } from './iteration.js';
import { readPace, type PaceOptions } from './pace-options.js';
import { PacedStarts, type Supply } from './paced-starts.js';

/**
 * Makes an Observable of each item of a list, a file or a database cursor, starts them in order and at a steady pace,
 * and emits their values. Unlike `pace`, it reads items only as it uses them.
 *
 * - An item is read only when its Observable can start: 1000 / `perSecond` ms after the start before, and when fewer
 *   than `concurrent` run. So a list of a million items is never in memory. The end of the iterable is noticed one
 *   interval after the last start.
 * - Each subscription iterates again. Unsubscribing unsubscribes from all that run and ends the iteration (`return()`),
 *   so that a generator's `finally` runs and a file is closed. An error of `project` or of one of the Observables does
 *   the same.
 *
 * @param iterable an Iterable or an AsyncIterable: an array, a generator, a stream of Node.js.
 * @param project makes the Observable of an item; `index` counts from 0.
 * @throws {TypeError | RangeError} when an argument is not allowed.
 * @example
 * ```ts
 * import { eachCall, paced, phone, tts } from 'relay-rx';
 * import { EMPTY, catchError, concat } from 'rxjs';
 *
 * async function* numbers() {
 *   yield '+15550101';
 *   yield '+15550102';
 * }
 *
 * paced(
 *   numbers(),
 *   (to) => client.dial({ devices: phone({ to, from: '+15550100' }) }).pipe(catchError(() => EMPTY)),
 *   { perSecond: 1, concurrent: 100 },
 * )
 *   .pipe(eachCall((call) => concat(call.playTTS({ text: 'The office is closed today.' }), call.hangup())))
 *   .subscribe();
 * ```
 */
export function paced<I, T>(
  iterable: Iterable<I> | AsyncIterable<I>,
  project: (item: I, index: number) => ObservableInput<T>,
  options: PaceOptions,
): Observable<T> {
  const settings = readPace(options, 'paced');
  if (typeof project !== 'function') throw mistyped('paced: project', 'must be a function');
  const open = opener(iterable);
  return new Observable((subscriber) => {
    const items = new Items(
      open(() => starts.fill()),
      project,
    );
    const starts: PacedStarts<T> = new PacedStarts(items, settings);
    subscriber.add(() => {
      starts.stop();
      items.leave();
    });
    starts.values$.subscribe(subscriber);
    starts.fill();
  });
}

/** Makes the iteration of an iterable; `arrived` is called when a pending item has come. */
function opener<I>(iterable: Iterable<I> | AsyncIterable<I>): (arrived: () => void) => Iteration<I> {
  const given = iterable as Partial<Iterable<I> & AsyncIterable<I>> | null | undefined;
  if (typeof given?.[Symbol.asyncIterator] === 'function')
    return (arrived) => new AsyncIteration(given as AsyncIterable<I>, arrived);
  if (typeof given?.[Symbol.iterator] === 'function') return () => new SyncIteration(given as Iterable<I>);
  throw mistyped('paced: iterable', 'must be an Iterable or an AsyncIterable');
}

/** The Observables of the items. */
class Items<I, T> implements Supply<T> {
  readonly #iteration: Iteration<I>;
  readonly #project: (item: I, index: number) => ObservableInput<T>;
  #taken = 0;

  constructor(iteration: Iteration<I>, project: (item: I, index: number) => ObservableInput<T>) {
    this.#iteration = iteration;
    this.#project = project;
  }

  get isExhausted(): boolean {
    return !this.#iteration.isOpen;
  }

  take(): ObservableInput<T> | undefined {
    const result = this.#iteration.next();
    return result === 'pending' || result.done === true
      ? undefined
      : this.#project(result.value, this.#taken++);
  }

  leave(): void {
    this.#iteration.leave();
  }
}
