import { Subscription, type Observable } from 'rxjs';

/** A pending `next()`. */
interface Reader<E> {
  readonly resolve: (result: IteratorResult<E, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * An async iterator over a stream. It subscribes at the first `next()`, buffers events until they are read, ends as the
 * stream ends, and unsubscribes when the loop ends early.
 */
export class AsyncEvents<E> implements AsyncIterableIterator<E> {
  readonly #source$: Observable<E>;
  readonly #unread: E[] = [];
  readonly #readers: Reader<E>[] = [];
  #subscription: Subscription | undefined;
  /** The end of the stream; its error is removed once it was thrown. */
  #end: { readonly error?: unknown } | undefined;

  constructor(source$: Observable<E>) {
    this.#source$ = source$;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<E, undefined>> {
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
      this.#subscription ??= this.#source$.subscribe({
        next: (event) => {
          this.#unread.push(event);
          this.#serve();
        },
        error: (error: unknown) => this.#ended({ error }),
        complete: () => this.#ended({}),
      });
      this.#serve();
    });
  }

  return(): Promise<IteratorResult<E, undefined>> {
    this.#unread.length = 0;
    this.#subscription ??= Subscription.EMPTY;
    this.#subscription.unsubscribe();
    this.#ended({});
    return Promise.resolve(DONE);
  }

  #ended(end: { readonly error?: unknown }): void {
    this.#end = end;
    this.#serve();
  }

  #serve(): void {
    while (this.#readers.length > 0) {
      const [event] = this.#unread;
      if (this.#unread.length > 0) {
        this.#unread.shift();
        this.#readers.shift()?.resolve({ done: false, value: event as E });
      } else if (this.#end === undefined) {
        return;
      } else if ('error' in this.#end) {
        const { error } = this.#end;
        this.#end = {};
        this.#readers.shift()?.reject(error);
      } else {
        this.#readers.shift()?.resolve(DONE);
      }
    }
  }
}
