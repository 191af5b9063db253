import { Subscription, type Observable } from 'rxjs';
import type { CommandName } from './kind.js';

/** Receives the values of a notifier. */
export interface NotifierObserver {
  /** Sends the command, with the params that the value adds. */
  next(params: object): void;
  /** Reports a value that is not allowed. */
  refused(error: Error): void;
  /** Reports an error of the notifier, or of its teardown. */
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

  /** Subscribes to the values. An error thrown by their teardown goes to the observer alone. */
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

/** A notifier that is attached to a run, and how many subscribers attached it. */
interface Attached {
  count: number;
  subscription: Subscription | undefined;
}

/**
 * The notifiers of a run. Each is subscribed once, however many subscribers attach it, and unsubscribed with the last
 * of them. So a notifier made from the action itself does not keep the action running.
 */
export class Notifiers {
  readonly #attach: (notifier: Notifier) => Subscription;
  readonly #attached = new Map<Notifier, Attached>();
  /** The notifier that is being subscribed: a subscription to the action from within it does not attach it again. */
  #attaching: Notifier | undefined;
  #isReady: boolean;

  /** @param isReady whether the request has been sent, so that notifiers may send commands. */
  constructor(attach: (notifier: Notifier) => Subscription, isReady: boolean) {
    this.#attach = attach;
    this.#isReady = isReady;
  }

  /** Attaches the notifiers of a subscriber; the function that it returns detaches them. */
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

  /** Lets notifiers send commands, now that the request was sent. */
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
