import { Observable, Subscription } from 'rxjs';
import { SubscriberList } from './subscriber-list.js';

/** The current members of a set, and how many there are. */
export class LiveSet<T> implements Iterable<T> {
  readonly #members = new Set<T>();
  readonly #watchers = new SubscriberList<number>();
  #isEnded = false;

  /** The number of members now, and every one after it; none once no more will come. */
  readonly size$ = new Observable<number>((subscriber) => {
    if (this.#isEnded) return subscriber.complete();
    this.#watchers.add(subscriber);
    subscriber.next(this.#members.size);
  });

  /** Adds a member until the subscription ends. */
  add(member: T): Subscription {
    this.insert(member);
    return new Subscription(() => this.remove(member));
  }

  /** Adds a member until it is removed. */
  insert(member: T): void {
    this.#members.add(member);
    if (!this.#isEnded) this.#watchers.next(this.#members.size);
  }

  remove(member: T): void {
    this.#members.delete(member);
    if (!this.#isEnded) this.#watchers.next(this.#members.size);
  }

  get size(): number {
    return this.#members.size;
  }

  /** No more will come. */
  end(): void {
    this.#isEnded = true;
    this.#watchers.complete();
  }

  [Symbol.iterator](): Iterator<T> {
    return [...this.#members].values();
  }
}
