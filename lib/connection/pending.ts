import { Observable } from 'rxjs';
import { readRefusal, readResult, type CommandResult } from '../protocol/answer.js';
import { RelayConnectionError, RelayError } from '../protocol/errors.js';
import { isRefusal, requestText, type Answer, type Refusal } from '../protocol/json-rpc.js';
import type { Arrivals } from './arrivals.js';
import type { RequestMeter } from './meter.js';
import { elapsed, type Platform } from './platform.js';
import { Request, SubscriberListener } from './request.js';
import { RequestTimer } from './request-timer.js';
import type { Send } from './session-state.js';
import type { Asked } from './watchdog.js';

/** Options of `Pending`. */
export interface PendingConfig {
  readonly platform: Platform;
  readonly arrivals: Arrivals;
  readonly meter: RequestMeter;
  /** How long an answer may take, in ms. */
  readonly requestTimeout: number;
  /** Called for each request that was not answered in time. */
  readonly late: (request: Asked) => void;
  /** Masks secrets in the text of a refusal. */
  readonly mask?: (text: string) => string;
}

/** How many ids of requests that were not answered in time are kept. */
export const MAX_OVERDUE = 10_000;

/**
 * The requests that were sent and not answered yet, by their JSON-RPC id, in the order in which they were sent.
 *
 * An unsubscribed request stays until its answer, so that the answer is not reported as unknown.
 */
export class Pending {
  readonly #entries = new Map<Answer['id'], Request>();
  readonly #config: PendingConfig;
  /** The ids of the latest requests that were not answered in time: their answers may still come. */
  readonly #overdue = new Set<Answer['id']>();
  readonly #timer: RequestTimer;

  constructor(config: PendingConfig) {
    this.#config = config;
    const { arrivals, platform, requestTimeout } = config;
    this.#timer = new RequestTimer({
      arrivals,
      scheduler: platform.scheduler,
      timeout: requestTimeout,
      oldest: () => this.#entries.values().next().value,
      expire: (latest) => this.#expire(latest),
    });
  }

  /** Sends a request when it is subscribed to, emits the answer and completes, or fails with the error. */
  ask(send: Send, method: string, params: object): Observable<CommandResult> {
    return new Observable((subscriber) => {
      const request = new Request(method, params, new SubscriberListener(subscriber), nothing);
      this.send(send, request);
      return request;
    });
  }

  /** Sends a request, which receives the answer or an error. */
  send(send: Send, request: Request): void {
    const { method, params } = request;
    const { generateId, scheduler } = this.#config.platform;
    const id = generateId();
    if (this.#entries.has(id)) {
      throw new TypeError(`${method} was not sent: generateId gave "${id}", which another request has`);
    }
    // Serialised first: params that JSON cannot write fail here, before the request is registered.
    const text = requestText(id, method, typeof params === 'function' ? (params as () => object)() : params);
    // Registered before it is sent: an answer may come from within `send`.
    request.since = elapsed(scheduler);
    this.#entries.set(id, request);
    this.#timer.watch();
    // Removed before the connection is lost, which fails all the others.
    let isUnsent = false as boolean;
    const takeBack = (): void => {
      isUnsent = this.#entries.delete(id) || isUnsent;
    };
    if (send(text, takeBack) === false) takeBack();
    if (!isUnsent) return;
    this.#config.meter.settled(method, 'unsent');
    const message = `${method} was not sent: the connection failed`;
    request.fail(new RelayConnectionError(message, { delivery: 'unsent' }));
  }

  /** Passes an answer, which has just arrived, to its request. Says whether there was one. */
  settle(frame: Answer | Refusal): boolean {
    const request = this.#entries.get(frame.id);
    if (request === undefined) return this.#overdue.delete(frame.id);
    this.#entries.delete(frame.id);
    if (this.#entries.size === 0) this.#timer.stop();
    const { method, since } = request;
    const { arrivals, meter, mask } = this.#config;
    const latency = arrivals.last - since;
    const outcome = isRefusal(frame) ? readRefusal(method, frame.error) : readResult(method, frame.result);
    const refused = outcome instanceof RelayError;
    meter.settled(method, refused ? 'refused' : 'succeeded', latency);
    if (refused) {
      const message = mask?.(outcome.message) ?? outcome.message;
      request.fail(new RelayError(outcome.code, message, method));
    } else {
      request.answer(outcome);
    }
    return true;
  }

  /** The first unanswered request that was sent at a moment or later. */
  askedAfter(moment: number): Asked | undefined {
    for (const request of this.#entries.values()) if (request.since >= moment) return request;
    return undefined;
  }

  /** Fails all requests: their answers were lost with the connection. */
  lose(): void {
    this.#drain((request) => {
      const { method } = request;
      this.#config.meter.settled(method, 'lost');
      request.fail(unanswered(method, 'lost its answer with the connection'));
    });
  }

  /** Ends all requests: with an error, or without one when the client was closed. */
  end(error: RelayConnectionError | undefined): void {
    this.#drain((request) => request.fail(error));
  }

  get size(): number {
    return this.#entries.size;
  }

  #expire(latest: number): void {
    const { meter, late, requestTimeout } = this.#config;
    for (const [id, request] of this.#entries) {
      if (request.since > latest) break;
      const { method } = request;
      this.#entries.delete(id);
      this.#rememberOverdue(id);
      meter.settled(method, 'timedOut');
      // The connection first: requests that follow from the error must not be sent over a dead socket.
      late(request);
      request.fail(unanswered(method, `was not answered within ${requestTimeout} ms`));
    }
    this.#timer.watch();
  }

  #rememberOverdue(id: Answer['id']): void {
    this.#overdue.add(id);
    if (this.#overdue.size <= MAX_OVERDUE) return;
    for (const oldest of this.#overdue) {
      this.#overdue.delete(oldest);
      return;
    }
  }

  #drain(settle: (request: Request) => void): void {
    const requests = [...this.#entries.values()];
    this.#entries.clear();
    this.#overdue.clear();
    this.#timer.stop();
    for (const request of requests) settle(request);
  }
}

const nothing = (): void => undefined;

const unanswered = (method: string, what: string): RelayConnectionError =>
  new RelayConnectionError(`${method} ${what}: it is unknown whether it was carried out`, {
    delivery: 'unknown',
  });
