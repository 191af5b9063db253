import { BehaviorSubject, Subscription, type Observable } from 'rxjs';
import { isolate } from './isolated.js';

/** A live call, as far as those who count and clear up are concerned. */
export interface ActiveCall {
  /** Whether it is an inbound call that nobody has answered yet. */
  readonly isOffered: boolean;
  /** Hands an offered call back to RELAY. */
  pass(): void;
  /** Completes when RELAY has answered, or the call is over. */
  hangUp(): Observable<unknown>;
}

/** The live calls, inbound and dialled. */
export class ActiveCalls implements Iterable<ActiveCall> {
  readonly #calls = new Set<ActiveCall>();
  readonly #size$ = new BehaviorSubject(0);

  /** How many there are: the number now, and every one after it. */
  readonly size$: Observable<number> = isolate(this.#size$);

  /** Counts a call in until the subscription ends. */
  add(call: ActiveCall): Subscription {
    this.#calls.add(call);
    this.#size$.next(this.#calls.size);
    return new Subscription(() => {
      this.#calls.delete(call);
      this.#size$.next(this.#calls.size);
    });
  }

  get size(): number {
    return this.#calls.size;
  }

  /** No more will come. */
  end(): void {
    this.#size$.complete();
  }

  [Symbol.iterator](): Iterator<ActiveCall> {
    return [...this.#calls].values();
  }
}
