import { Observable, type Subscriber, type Subscription } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { RelayConnectionError } from '../protocol/errors.js';
import { finish } from './isolated.js';
import type { RequestMeter } from './metrics.js';
import { elapsed, type Platform } from './platform.js';
import type { Session } from './session.js';

/** So many requests are kept while the connection is away, or one for each active call if those are more. */
export const MAX_WAITING = 500;

/** The params of a request, or what makes them when it leaves: what depends on the session is known then. */
export type RequestParams = object | (() => object);

/** What is asked, and who for. */
interface Request {
  readonly method: string;
  readonly params: RequestParams;
  readonly subscriber: Subscriber<CommandResult>;
  readonly sent: (() => void) | undefined;
  /** When it was asked, in ms of elapsed time. */
  readonly since: number;
}

/** What requests are kept with. */
export interface RequestsConfig {
  readonly session: Session;
  readonly platform: Platform;
  readonly meter: RequestMeter;
  /** How long a request may wait to be sent, in ms. */
  readonly requestTimeout: number;
  /** How many may wait. */
  readonly maxWaiting: number;
}

/**
 * The one door by which anything is asked of RELAY. What is asked while the connection is away is kept, in order,
 * and sent once it is back; nothing is ever sent twice.
 */
export class Requests {
  readonly #config: RequestsConfig;
  readonly #waiting = new Set<Request>();
  /** One for all that wait: they have the same time, so that the oldest is the first to be late. */
  #timer: Subscription | undefined;

  constructor(config: RequestsConfig) {
    this.#config = config;
  }

  /**
   * Asks when it is subscribed to, holding the connection until there is an answer. Unsubscribing before it was sent
   * cancels it; after that, the answer is not waited for.
   *
   * @param sent called just before the request leaves.
   */
  execute(method: string, params: RequestParams, sent?: () => void): Observable<CommandResult> {
    return new Observable((subscriber) => {
      const { session, platform, maxWaiting } = this.#config;
      session.retain();
      subscriber.add(() => session.release());
      const { state } = session;
      const request: Request = { method, params, subscriber, sent, since: elapsed(platform.scheduler) };
      if (state.tag === 'closed') finish(subscriber, state.error);
      else if (this.#waiting.size === 0 && session.canSend) this.#send(request);
      else if (this.#waiting.size < maxWaiting) this.#wait(request);
      else this.#unsent(request, `${maxWaiting} requests wait for the connection already`);
    });
  }

  /** Sends what has waited, and what is asked meanwhile, in order, for as long as the connection takes it. */
  flush(): void {
    for (const request of this.#waiting) {
      if (!this.#config.session.canSend) return;
      // Removed after it was sent: what is asked meanwhile takes its place behind it.
      this.#send(request);
      this.#waiting.delete(request);
    }
    this.#unwatch();
  }

  /** The end of everything: with an error, or when the client was closed. */
  end(error: RelayConnectionError | undefined): void {
    this.#unwatch();
    for (const { subscriber } of this.#waiting) finish(subscriber, error);
    this.#config.session.pending.end(error);
  }

  /** How many wait, and how many are sent and not answered. */
  get size(): { readonly waiting: number; readonly unanswered: number } {
    return { waiting: this.#waiting.size, unanswered: this.#config.session.pending.size };
  }

  #send({ method, params, subscriber, sent }: Request): void {
    const { session } = this.#config;
    const { state } = session;
    if (state.tag !== 'ready') return;
    sent?.();
    if (subscriber.closed) return;
    try {
      const body = typeof params === 'function' ? (params as () => object)() : params;
      session.pending.send(state.send, method, body, subscriber);
    } catch (error) {
      finish(subscriber, error);
    }
  }

  #wait(request: Request): void {
    this.#waiting.add(request);
    request.subscriber.add(() => {
      this.#waiting.delete(request);
      if (this.#waiting.size === 0) this.#unwatch();
    });
    this.#watch();
  }

  #watch(): void {
    if (this.#timer !== undefined) return;
    const { platform, session, requestTimeout } = this.#config;
    for (const { since } of this.#waiting) {
      const left = Math.max(0, since + requestTimeout - elapsed(platform.scheduler));
      this.#timer = platform.scheduler.schedule(() => {
        // The connection may be back by what has arrived and was not read yet.
        this.#timer = session.arrivals.whenRead(() => this.#expire());
      }, left);
      return;
    }
  }

  #unwatch(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }

  #expire(): void {
    this.#unwatch();
    const { platform, requestTimeout } = this.#config;
    const latest = elapsed(platform.scheduler) - requestTimeout;
    for (const request of this.#waiting) {
      if (request.since > latest) break;
      this.#waiting.delete(request);
      this.#unsent(request, `there was no connection for ${requestTimeout} ms`);
    }
    this.#watch();
  }

  #unsent({ method, subscriber }: Request, why: string): void {
    this.#config.meter.settled(method, 'unsent');
    const message = `${method} was not sent: ${why}`;
    finish(subscriber, new RelayConnectionError(message, { delivery: 'unsent' }));
  }
}
