import { Observable, Subject } from 'rxjs';
import type { EventOfType, RelayEvent } from '../protocol/events/index.js';

/** The subscribers of one event type, and those of all events. */
export class EventListeners {
  /** Every event, in order. */
  readonly events$: Observable<RelayEvent>;
  readonly #all$ = new Subject<RelayEvent>();
  /** By event type, so that an event costs nothing for other types. */
  readonly #types = new Map<string, Subject<RelayEvent>>();
  #hasEnded = false;

  constructor() {
    this.events$ = this.#all$.asObservable();
  }

  /** The events of one type. */
  on<T extends string>(type: T): Observable<EventOfType<T>> {
    return new Observable<RelayEvent>((subscriber) => {
      if (this.#hasEnded) return this.#all$.subscribe(subscriber);
      const listeners = this.#types.get(type) ?? new Subject<RelayEvent>();
      this.#types.set(type, listeners);
      listeners.subscribe(subscriber);
      return () => {
        if (!listeners.observed) this.#types.delete(type);
      };
    }) as Observable<EventOfType<T>>;
  }

  emit(event: RelayEvent): void {
    this.#types.get(event.type)?.next(event);
    if (this.#all$.observed) this.#all$.next(event);
  }

  /** Completes all of them, or fails them if there is an error. */
  end(error: Error | undefined): void {
    this.#hasEnded = true;
    const listeners = [...this.#types.values(), this.#all$];
    this.#types.clear();
    for (const listener of listeners) {
      if (error === undefined) listener.complete();
      else listener.error(error);
    }
  }

  /** How many event types have listeners of their own. */
  get size(): number {
    return this.#types.size;
  }
}
