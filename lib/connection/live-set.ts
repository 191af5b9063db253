import { BehaviorSubject, Subscription, type Observable } from 'rxjs';
import { isolate } from './isolated.js';

/** What there is of something at the moment, and how many. */
export class LiveSet<T> implements Iterable<T> {
  readonly #members = new Set<T>();
  readonly #size$ = new BehaviorSubject(0);

  /** How many there are: the number now, and every one after it. */
  readonly size$: Observable<number> = isolate(this.#size$);

  /** Counts one in until the subscription ends. */
  add(member: T): Subscription {
    this.insert(member);
    return new Subscription(() => this.remove(member));
  }

  /** Counts one in until it is removed. */
  insert(member: T): void {
    this.#members.add(member);
    this.#size$.next(this.#members.size);
  }

  remove(member: T): void {
    this.#members.delete(member);
    this.#size$.next(this.#members.size);
  }

  get size(): number {
    return this.#members.size;
  }

  /** No more will come. */
  end(): void {
    this.#size$.complete();
  }

  [Symbol.iterator](): Iterator<T> {
    return [...this.#members].values();
  }
}
