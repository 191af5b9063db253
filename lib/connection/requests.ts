import { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { RelayConnectionError } from '../protocol/errors.js';
import type { RequestMeter } from './meter.js';
import { elapsed, type Platform } from './platform.js';
import { Request, SubscriberListener, type RequestListener, type RequestParams } from './request.js';
import { RequestTimer } from './request-timer.js';
import type { Session } from './session.js';

/** How many requests are kept while the connection is away, or one for each active call if those are more. */
export const MAX_WAITING = 500;

/**
 * How many requests without room fail at once in one turn of the event loop. Further ones fail later: otherwise a
 * `retry()` of the request would block the event loop.
 */
const REFUSED_AT_ONCE = 10;

/** The delay of further failures, in ms. */
const REFUSAL_DELAY = 100;

/** Options of `Requests`. */
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
 * All requests to RELAY. While the connection is away, requests are kept in order and sent once it is back. No request
 * is ever sent twice.
 */
export class Requests {
  readonly #config: RequestsConfig;
  readonly #waiting = new Set<Request>();
  readonly #timer: RequestTimer;
  /** How many requests had no room in this turn of the event loop. */
  #refused = 0;

  readonly #closed = (request: Request): void => {
    if (this.#waiting.delete(request) && this.#waiting.size === 0) this.#timer.stop();
    this.#config.session.release();
  };

  constructor(config: RequestsConfig) {
    this.#config = config;
    const { session, platform, requestTimeout } = config;
    this.#timer = new RequestTimer({
      arrivals: session.arrivals,
      scheduler: platform.scheduler,
      timeout: requestTimeout,
      oldest: () => this.#waiting.values().next().value,
      expire: (latest) => this.#expire(latest),
    });
  }

  /**
   * Sends a request when it is subscribed to, and keeps the connection open until the answer. Unsubscribing before it
   * was sent cancels it; after that, the answer is ignored.
   *
   * @param sent called just before the request is sent.
   */
  execute(method: string, params: RequestParams, sent?: () => void): Observable<CommandResult> {
    return new Observable((subscriber) => this.ask(method, params, new SubscriberListener(subscriber, sent)));
  }

  /** Sends a request at once, as `execute` does. @param owner the owner of the request. */
  ask(method: string, params: RequestParams, listener: RequestListener, owner?: object): Request {
    const { session, maxWaiting } = this.#config;
    session.retain();
    const request = new Request(method, params, listener, this.#closed, owner);
    const { state } = session;
    if (state.kind === 'closed') request.fail(state.error);
    else if (this.#waiting.size === 0 && session.canSend) this.#send(request);
    else if (this.#waiting.size < maxWaiting) this.#wait(request);
    else this.#refuse(request);
    return request;
  }

  /**
   * Sends the waiting requests, and those that are added meanwhile, in order, for as long as the connection takes them.
   */
  flush(): void {
    for (const request of this.#waiting) {
      if (!this.#config.session.canSend) return;
      // Removed after it was sent, so that requests added meanwhile come after it.
      this.#send(request);
      this.#waiting.delete(request);
    }
    this.#timer.stop();
  }

  /** Fails the waiting requests of an owner, or completes them without an error. */
  failUnsent(owner: object, error: Error | undefined): void {
    for (const request of this.#waiting) if (request.owner === owner) request.fail(error);
  }

  /** Ends all requests: with an error, or without one when the client was closed. */
  end(error: RelayConnectionError | undefined): void {
    this.#timer.stop();
    for (const request of this.#waiting) request.fail(error);
    this.#config.session.pending.end(error);
  }

  /** How many requests wait, and how many are sent and not answered. */
  get size(): { readonly waiting: number; readonly unanswered: number } {
    return { waiting: this.#waiting.size, unanswered: this.#config.session.pending.size };
  }

  #send(request: Request): void {
    const { session } = this.#config;
    const { state } = session;
    if (state.kind !== 'ready') return;
    request.leaving();
    if (request.isClosed) return;
    try {
      session.pending.send(state.send, request);
    } catch (error) {
      request.fail(error as Error);
    }
  }

  #wait(request: Request): void {
    request.since = elapsed(this.#config.platform.scheduler);
    this.#waiting.add(request);
    this.#timer.watch();
  }

  /** Fails a request for which there is no room. */
  #refuse(request: Request): void {
    const { session, platform, maxWaiting } = this.#config;
    const { scheduler } = platform;
    const refuse = (): void => {
      if (request.isClosed) return;
      const { state } = session;
      if (state.kind === 'closed') request.fail(state.error);
      else this.#unsent(request, `${maxWaiting} requests wait for the connection already`);
    };
    if (this.#refused === 0) scheduler.schedule(() => (this.#refused = 0));
    this.#refused += 1;
    if (this.#refused <= REFUSED_AT_ONCE) refuse();
    else scheduler.schedule(refuse, REFUSAL_DELAY);
  }

  #expire(latest: number): void {
    const { requestTimeout } = this.#config;
    for (const request of this.#waiting) {
      if (request.since > latest) break;
      this.#waiting.delete(request);
      this.#unsent(request, `there was no connection for ${requestTimeout} ms`);
    }
    this.#timer.watch();
  }

  #unsent(request: Request, why: string): void {
    const { method } = request;
    this.#config.meter.settled(method, 'unsent');
    request.fail(new RelayConnectionError(`${method} was not sent: ${why}`, { delivery: 'unsent' }));
  }
}
