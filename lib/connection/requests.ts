import { Observable, switchMap, type Subscriber } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { RelayConnectionError } from '../protocol/errors.js';
import { isolated } from './isolated.js';
import type { RequestMeter } from './metrics.js';
import type { Platform } from './platform.js';
import type { Session } from './session.js';
import type { Send } from './session-state.js';

/** So many requests are kept while the connection is away. The next one is refused. */
export const MAX_WAITING = 500;

/** The params of a request, or what makes them when it leaves: what depends on the session is known then. */
export type RequestParams = object | (() => object);

/**
 * The one door by which anything is asked of RELAY. What is asked while the connection is away is kept, in order,
 * and sent once it is back; nothing is ever sent twice.
 */
export class Requests {
  readonly #session: Session;
  readonly #platform: Platform;
  readonly #requestTimeout: number;
  readonly #meter: RequestMeter;
  readonly #waiting = new Set<Subscriber<Send>>();

  /** @param requestTimeout how long a request may wait to be sent, in ms. */
  constructor(session: Session, platform: Platform, requestTimeout: number, meter: RequestMeter) {
    this.#session = session;
    this.#meter = meter;
    this.#platform = platform;
    this.#requestTimeout = requestTimeout;
  }

  /**
   * Asks when it is subscribed to, holding the connection until there is an answer. Leaving it before it was sent
   * takes it back; after that, the answer is not waited for.
   *
   * @param sent told just before the request leaves.
   */
  execute(method: string, params: RequestParams, sent?: () => void): Observable<CommandResult> {
    return new Observable((subscriber) => {
      subscriber.add(this.#session.hold());
      const asked = this.#turn(method)
        .pipe(
          switchMap((send) => {
            sent?.();
            const body = typeof params === 'function' ? (params as () => object)() : params;
            return this.#session.pending.ask(send, method, body);
          }),
        )
        .subscribe(isolated(subscriber));
      subscriber.add(asked);
    });
  }

  /** Sends what has waited, and what is asked meanwhile, in order. */
  flush(): void {
    for (const subscriber of this.#waiting) {
      const { state } = this.#session;
      if (state.tag !== 'ready') return;
      subscriber.next(state.send);
      subscriber.complete();
    }
  }

  /** The end of everything: with an error, or in peace. */
  end(error: RelayConnectionError | undefined): void {
    for (const subscriber of this.#waiting) finish(subscriber, error);
    this.#session.pending.end(error);
  }

  /** How many wait, and how many are sent and not answered. */
  get size(): { readonly waiting: number; readonly unanswered: number } {
    return { waiting: this.#waiting.size, unanswered: this.#session.pending.size };
  }

  /** Emits the way out when it is the request's turn. */
  #turn(method: string): Observable<Send> {
    return new Observable((subscriber) => {
      const unsent = (why: string): void => {
        this.#meter.settled(method, 'unsent');
        const message = `${method} was not sent: ${why}`;
        subscriber.error(new RelayConnectionError(message, { delivery: 'unsent' }));
      };
      const { state } = this.#session;
      if (state.tag === 'closed') {
        finish(subscriber, state.error);
      } else if (state.tag === 'ready' && this.#waiting.size === 0) {
        subscriber.next(state.send);
        subscriber.complete();
      } else if (this.#waiting.size >= MAX_WAITING) {
        unsent(`${MAX_WAITING} requests wait for the connection already`);
      } else {
        this.#waiting.add(subscriber);
        subscriber.add(() => this.#waiting.delete(subscriber));
        const late = (): void => unsent(`there was no connection for ${this.#requestTimeout} ms`);
        subscriber.add(this.#platform.scheduler.schedule(late, this.#requestTimeout));
      }
    });
  }
}

function finish(subscriber: Subscriber<unknown>, error: RelayConnectionError | undefined): void {
  if (error === undefined) subscriber.complete();
  else subscriber.error(error);
}
