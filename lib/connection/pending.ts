import { Observable, type Subscriber, type Subscription } from 'rxjs';
import { readRefusal, readResult, type CommandResult } from '../protocol/answer.js';
import { RelayConnectionError, RelayError } from '../protocol/errors.js';
import { Refusal, requestText, type Answer } from '../protocol/json-rpc.js';
import type { RequestMeter } from './metrics.js';
import type { Platform } from './platform.js';

interface Entry {
  readonly method: string;
  readonly subscriber: Subscriber<CommandResult>;
  readonly timer: Subscription;
  /** When it was sent, on the clock. */
  readonly since: number;
}

/**
 * The requests that were sent and not answered yet, by their JSON-RPC id.
 *
 * One that nobody waits for any more stays until its answer: an unanswered request is a sign of a half-open
 * connection either way, and a late answer is not an answer to nothing.
 */
export class Pending {
  readonly #entries = new Map<Answer['id'], Entry>();

  readonly #platform: Platform;
  readonly #requestTimeout: number;
  readonly #silent: (method: string) => void;
  readonly #meter: RequestMeter;
  readonly #mask: (text: string) => string;

  /**
   * @param requestTimeout how long an answer may take, in ms.
   * @param silent told of a request that was not answered in time.
   * @param mask takes out of a refusal what it must not repeat.
   */
  constructor(
    platform: Platform,
    requestTimeout: number,
    silent: (method: string) => void,
    meter: RequestMeter,
    mask: (text: string) => string = (text) => text,
  ) {
    this.#mask = mask;
    this.#platform = platform;
    this.#meter = meter;
    this.#requestTimeout = requestTimeout;
    this.#silent = silent;
  }

  /** Sends a request when it is subscribed to; emits the answer and completes, or errors with what went wrong. */
  ask(send: (text: string) => void, method: string, params: object): Observable<CommandResult> {
    return new Observable((subscriber) => {
      const id = this.#platform.generateId();
      if (this.#entries.has(id)) {
        throw new TypeError(`${method} was not sent: generateId gave "${id}", which another request has`);
      }
      // Written first: params that JSON cannot write are the asker's error, and nothing waits for an answer to them.
      const text = requestText(id, method, params);
      const { scheduler } = this.#platform;
      const timer = scheduler.schedule(() => {
        this.#entries.delete(id);
        this.#meter.settled(method, 'timedOut');
        // The connection first: whatever follows from the error must not leave on a socket that nobody reads.
        this.#silent(method);
        subscriber.error(unanswered(method, `was not answered within ${this.#requestTimeout} ms`));
      }, this.#requestTimeout);
      // Registered before it is sent: an answer may come from within `send`.
      this.#entries.set(id, { method, subscriber, timer, since: scheduler.now() });
      send(text);
    });
  }

  /** Brings an answer to who asked. Says whether anybody did. */
  settle(frame: Answer | Refusal): boolean {
    const entry = this.#entries.get(frame.id);
    if (entry === undefined) return false;
    this.#entries.delete(frame.id);
    entry.timer.unsubscribe();
    const { method, subscriber, since } = entry;
    const latency = this.#platform.scheduler.now() - since;
    const outcome = Refusal.is(frame) ? readRefusal(method, frame.error) : readResult(method, frame.result);
    const refused = outcome instanceof RelayError;
    this.#meter.settled(method, refused ? 'refused' : 'succeeded', latency);
    if (refused) {
      subscriber.error(new RelayError(outcome.code, this.#mask(outcome.message), method));
    } else {
      subscriber.next(outcome);
      subscriber.complete();
    }
    return true;
  }

  /** The connection is gone, and the answers with it. */
  lose(): void {
    this.#drain(({ method, subscriber }) => {
      this.#meter.settled(method, 'lost');
      subscriber.error(unanswered(method, 'lost its answer with the connection'));
    });
  }

  /** The end of everything: with an error, or in peace. */
  end(error: RelayConnectionError | undefined): void {
    this.#drain(({ subscriber }) => (error === undefined ? subscriber.complete() : subscriber.error(error)));
  }

  get size(): number {
    return this.#entries.size;
  }

  #drain(settle: (entry: Entry) => void): void {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const entry of entries) {
      entry.timer.unsubscribe();
      settle(entry);
    }
  }
}

const unanswered = (method: string, what: string): RelayConnectionError =>
  new RelayConnectionError(`${method} ${what}: nobody knows whether it was carried out`, {
    delivery: 'unknown',
  });
