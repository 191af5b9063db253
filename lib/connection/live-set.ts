import { Observable, Subscription } from 'rxjs';
import { SubscriberList } from './subscriber-list.js';

/** A set of members that can be counted and watched. */
export class LiveSet<T> implements Iterable<T> {
  readonly #members = new Set<T>();
  readonly #watchers = new SubscriberList<number>();
  #isEnded = false;

  /** The number of members, then each change. It completes when the set has ended. */
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

  /** Completes `size$`. */
  end(): void {
    this.#isEnded = true;
    this.#watchers.complete();
  }

  [Symbol.iterator](): Iterator<T> {
    return [...this.#members].values();
  }
}
