import { from, throwError, type Observable } from 'rxjs';

/** An iteration that is taken one item at a time. */
export interface Iteration<I> {
  /** The next item, or `pending` while it is not there yet: then call this again once it has arrived. */
  next(): IteratorResult<I, unknown> | 'pending';
  /** Whether there may be more. */
  readonly isOpen: boolean;
  /** Ends the iteration early: calls `return()` of the iterator, if it has one. */
  leave(): void;
}

const DONE: IteratorResult<never, undefined> = { done: true, value: undefined };

/** Reports an error as RxJS reports errors that nobody handles. */
const report = (failing$: Observable<unknown>): void => void failing$.subscribe();

export class SyncIteration<I> implements Iteration<I> {
  isOpen = true;
  readonly #iterator: Iterator<I, unknown>;
  /** A generator cannot be ended while it runs. */
  #isRunning = false;

  constructor(iterable: Iterable<I>) {
    this.#iterator = iterable[Symbol.iterator]();
  }

  next(): IteratorResult<I, unknown> {
    if (!this.isOpen) return DONE;
    let result: IteratorResult<I, unknown> = DONE;
    this.#isRunning = true;
    try {
      result = this.#iterator.next();
    } finally {
      this.#isRunning = false;
      // A `next` that throws has ended the iteration.
      if (result.done === true) this.isOpen = false;
    }
    if (this.isOpen || result.done === true) return result;
    // It was ended while it ran.
    this.#end();
    return DONE;
  }

  leave(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (!this.#isRunning) this.#end();
  }

  #end(): void {
    try {
      this.#iterator.return?.();
    } catch (error) {
      report(throwError(() => error));
    }
  }
}

export class AsyncIteration<I> implements Iteration<I> {
  isOpen = true;
  readonly #iterator: AsyncIterator<I, unknown>;
  readonly #arrived: () => void;
  #isAsked = false;
  #answer: (() => IteratorResult<I, unknown>) | undefined;

  /** @param arrived called when an item that was pending has come, and when the iteration has ended or failed. */
  constructor(iterable: AsyncIterable<I>, arrived: () => void) {
    this.#iterator = iterable[Symbol.asyncIterator]();
    this.#arrived = arrived;
  }

  next(): IteratorResult<I, unknown> | 'pending' {
    const answer = this.#answer;
    this.#answer = undefined;
    if (answer !== undefined) return answer();
    if (!this.isOpen) return DONE;
    if (!this.#isAsked) this.#ask();
    return 'pending';
  }

  leave(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    report(from(Promise.resolve(this.#iterator.return?.())));
  }

  #ask(): void {
    this.#isAsked = true;
    const asked = async (): Promise<IteratorResult<I, unknown>> => this.#iterator.next();
    asked().then(
      (result) => this.#answered(result.done === true, () => result),
      (error: unknown) =>
        this.#answered(true, () => {
          throw error;
        }),
    );
  }

  #answered(isLast: boolean, answer: () => IteratorResult<I, unknown>): void {
    // It was ended in the meantime.
    if (!this.isOpen) return;
    this.#isAsked = false;
    this.#answer = answer;
    if (isLast) this.isOpen = false;
    this.#arrived();
  }
}
