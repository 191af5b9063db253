import { Observable, defer, of, retry, switchMap, throwError, timer, type Subscriber } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { RelayConnectionError, RelayError } from '../protocol/errors.js';
import { isolated } from './isolated.js';
import type { Platform } from './platform.js';
import { ceiling } from './reconnect.js';
import type { Session } from './session.js';
import type { Send } from './session-state.js';

/** The longest pause before the first retry, in ms; each further one doubles it. */
const FIRST_PAUSE = 500;

/** The longest pause before any retry, in ms. */
const LONGEST_PAUSE = 30_000;

/**
 * Hang-ups and passes that must reach RELAY: otherwise a caller stays connected to silence. They are not in the queue
 * of requests and its limits. They wait for the connection however long it is away, and are retried until RELAY has
 * carried them out or refuses them for good. Sending one twice does no harm.
 */
export class OwedRequests {
  readonly #session: Session;
  readonly #platform: Platform;
  readonly #waiting = new Set<Subscriber<Send>>();
  /** The pending requests, with their names for errors. */
  readonly #all = new Map<Subscriber<CommandResult>, string>();

  constructor(session: Session, platform: Platform) {
    this.#session = session;
    this.#platform = platform;
  }

  /**
   * Sends a request when it is subscribed to, and keeps the connection open until it ends: with RELAY's answer, with a
   * `RelayError` for a permanent refusal, or empty when the session is lost or the client is closed. Unsubscribing
   * cancels it.
   */
  execute(callId: string, method: string, params: object): Observable<CommandResult> {
    const name = `${method} for call ${callId}`;
    const answer$ = defer(() => {
      // A request that was lost with its connection was not refused.
      let refusals = 0;
      return this.#up().pipe(
        switchMap((send) => this.#session.pending.ask(send, method, params)),
        retry({ delay: (error: unknown) => this.#again(name, error, () => (refusals += 1)) }),
      );
    });
    return new Observable((subscriber) => {
      const { state } = this.#session;
      if (state.kind === 'closed') return end(subscriber, name, state.error);
      this.#all.set(subscriber, name);
      subscriber.add(() => this.#all.delete(subscriber));
      subscriber.add(this.#session.hold());
      subscriber.add(answer$.subscribe(isolated(subscriber)));
    });
  }

  /** Sends the requests that have waited for the connection. */
  flush(): void {
    for (const subscriber of this.#waiting) {
      const { state, canSend } = this.#session;
      if (state.kind !== 'ready' || !canSend) return;
      subscriber.next(state.send);
      subscriber.complete();
    }
  }

  /** Completes all requests: the calls of the old session are out of reach. */
  sessionLost(): void {
    this.end(undefined);
  }

  /** Ends all requests: with an error when the connection has failed for good. */
  end(error: RelayConnectionError | undefined): void {
    for (const [subscriber, name] of [...this.#all]) end(subscriber, name, error);
  }

  /** How many wait for the connection. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Emits the function that sends, as soon as there is a connection. */
  #up(): Observable<Send> {
    return new Observable((subscriber) => {
      const { state, canSend } = this.#session;
      if (state.kind === 'ready' && canSend) {
        subscriber.next(state.send);
        subscriber.complete();
        return;
      }
      this.#waiting.add(subscriber);
      subscriber.add(() => this.#waiting.delete(subscriber));
    });
  }

  /** Emits when to retry, or fails. After a lost connection, the retry waits for the next one. */
  #again(name: string, error: unknown, refused: () => number): Observable<unknown> {
    if (error instanceof RelayConnectionError) {
      if (!this.#session.canSend) return of(undefined);
    } else if (!(error instanceof RelayError)) {
      return throwError(() => error);
    } else if (!isPassing(error)) {
      return throwError(() => refusal(name, error));
    }
    // With jitter, so that hundreds of calls refused at the same time are not retried at the same time.
    const pause = ceiling(refused(), FIRST_PAUSE, LONGEST_PAUSE) * (0.5 + this.#platform.random() / 2);
    return timer(pause, this.#platform.scheduler);
  }
}

/** Whether a refusal is temporary: RELAY is busy, overloaded or has an internal error. */
const isPassing = ({ code }: RelayError): boolean => /^(408|429|5\d\d|-32603)$/.test(code);

const refusal = (name: string, { code, message, method }: RelayError): RelayError =>
  new RelayError(code, `${name} was refused: ${message}`, method);

function end(subscriber: Subscriber<unknown>, name: string, error: RelayConnectionError | undefined): void {
  if (error === undefined) return subscriber.complete();
  const message = `${name} was given up: ${error.message}`;
  subscriber.error(new RelayConnectionError(message, { cause: error, delivery: 'unknown' }));
}
