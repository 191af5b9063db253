import { Subscription, type Observable } from 'rxjs';
import type { CommandName } from './kind.js';

/** Handling of a notifier's values. */
export interface NotifierObserver {
  /** The params that a value adds to the command. */
  next(params: object): void;
  /** A value is not allowed. */
  refused(error: Error): void;
  /** The notifier failed, or what it does as it is unsubscribed did. */
  error(cause: unknown): void;
}

/** A command to be sent for the run in progress, once for each value of a stream. */
export class Notifier {
  readonly command: CommandName;
  readonly #values$: Observable<unknown>;
  readonly #params: (value: unknown) => object;

  /** @param params what a value adds to the command's params; throws when the value is not allowed. */
  constructor(command: CommandName, values$: Observable<unknown>, params: (value: unknown) => object) {
    this.command = command;
    this.#values$ = values$;
    this.#params = params;
  }

  /** Subscribes to the values. What they throw as they are unsubscribed goes to the observer, and no further. */
  subscribe(observer: NotifierObserver): Subscription {
    const values = this.#values$.subscribe({
      next: (value) => {
        let params: object;
        try {
          params = this.#params(value);
        } catch (error) {
          observer.refused(error as Error);
          return;
        }
        observer.next(params);
      },
      error: (cause: unknown) => observer.error(cause),
    });
    return new Subscription(() => {
      try {
        values.unsubscribe();
      } catch (cause) {
        observer.error(cause);
      }
    });
  }
}

/** A notifier that is attached to a run, and how many subscribers have brought it. */
interface Attached {
  count: number;
  subscription: Subscription | undefined;
}

/**
 * The notifiers of a run: each is subscribed once, however many subscribers bring it, and unsubscribed with the last of
 * them. So one that is made from the action itself does not keep the action running.
 */
export class Notifiers {
  readonly #attach: (notifier: Notifier) => Subscription;
  readonly #attached = new Map<Notifier, Attached>();
  /** The source that is being subscribed: what it brings along itself does not count. */
  #attaching: Notifier | undefined;
  #isReady: boolean;

  /** @param isReady whether the request has been sent, so that notifiers may send commands. */
  constructor(attach: (notifier: Notifier) => Subscription, isReady: boolean) {
    this.#attach = attach;
    this.#isReady = isReady;
  }

  /** Adds what a subscriber brings, until the function that it returns is called. */
  add(notifiers: readonly Notifier[]): () => void {
    if (notifiers.length === 0) return nothing;
    const brought = notifiers.filter((each) => each !== this.#attaching);
    for (const notifier of brought) {
      const attached = this.#attached.get(notifier) ?? { count: 0, subscription: undefined };
      attached.count += 1;
      this.#attached.set(notifier, attached);
    }
    if (this.#isReady) this.#subscribe();
    return () => {
      for (const notifier of brought) this.#remove(notifier);
    };
  }

  /** The request has been sent: from now on notifiers may send commands. */
  start(): void {
    this.#isReady = true;
    this.#subscribe();
  }

  #subscribe(): void {
    for (const [notifier, attached] of this.#attached) {
      if (attached.subscription !== undefined) continue;
      const subscription = new Subscription();
      attached.subscription = subscription;
      const before = this.#attaching;
      this.#attaching = notifier;
      try {
        subscription.add(this.#attach(notifier));
      } finally {
        this.#attaching = before;
      }
    }
  }

  #remove(notifier: Notifier): void {
    const attached = this.#attached.get(notifier);
    if (attached === undefined) return;
    attached.count -= 1;
    if (attached.count > 0) return;
    this.#attached.delete(notifier);
    attached.subscription?.unsubscribe();
  }
}

const nothing = (): void => undefined;
