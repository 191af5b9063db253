import { Observable, defer, of, retry, switchMap, throwError, timer, type Subscriber } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { RelayConnectionError, RelayError } from '../protocol/errors.js';
import { isolated } from './isolated.js';
import type { Platform } from './platform.js';
import { ceiling } from './reconnect.js';
import type { Session } from './session.js';
import type { Send } from './session-state.js';

/** The longest pause before the first repetition, in ms; each further one doubles it. */
const FIRST_PAUSE = 500;

/** The longest pause of all, in ms. */
const LONGEST_PAUSE = 30_000;

/**
 * Hang-ups and passes that are owed to a call: without them somebody stays in dead air. They stand outside the queue
 * of requests and its limits, wait for the connection however long it is away, and are asked again until RELAY says
 * that they were carried out or refuses them for good. A second time, either does nothing.
 */
export class OwedRequests {
  readonly #session: Session;
  readonly #platform: Platform;
  readonly #waiting = new Set<Subscriber<Send>>();
  /** Everybody who is owed something, and what an error calls it. */
  readonly #all = new Map<Subscriber<CommandResult>, string>();

  constructor(session: Session, platform: Platform) {
    this.#session = session;
    this.#platform = platform;
  }

  /**
   * Asks when it is subscribed to, and holds the connection until it ends: with RELAY's answer; with a refusal that
   * is for good, a `RelayError`; or without a value when the session is lost or the client is closed. Unsubscribing,
   * when the call is over, gives it up.
   */
  execute(callId: string, method: string, params: object): Observable<CommandResult> {
    const name = `${method} for call ${callId}`;
    const answer$ = defer(() => {
      // Not those that were lost with their connection: RELAY has refused nothing then.
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

  /** The connection is back: asks what has waited for it. */
  flush(): void {
    for (const subscriber of this.#waiting) {
      const { state, canSend } = this.#session;
      if (state.kind !== 'ready' || !canSend) return;
      subscriber.next(state.send);
      subscriber.complete();
    }
  }

  /** The calls of the old session are out of reach: nothing can be asked for them. */
  sessionLost(): void {
    this.end(undefined);
  }

  /** Gives up everything: with an error when the connection has ended for good. */
  end(error: RelayConnectionError | undefined): void {
    for (const [subscriber, name] of [...this.#all]) end(subscriber, name, error);
  }

  /** How many wait for the connection. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Emits the way out as soon as there is one. */
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

  /** When to ask again, if at all. After a lost connection it is the new one that says when. */
  #again(name: string, error: unknown, refused: () => number): Observable<unknown> {
    if (error instanceof RelayConnectionError) {
      if (!this.#session.canSend) return of(undefined);
    } else if (!(error instanceof RelayError)) {
      return throwError(() => error);
    } else if (!isPassing(error)) {
      return throwError(() => refusal(name, error));
    }
    // Half of it at least, so that calls by the hundred that are refused at once do not come back at once.
    const pause = ceiling(refused(), FIRST_PAUSE, LONGEST_PAUSE) * (0.5 + this.#platform.random() / 2);
    return timer(pause, this.#platform.scheduler);
  }
}

/** Whether RELAY may well carry out later what it refuses now: busy, overloaded, or in trouble of its own. */
const isPassing = ({ code }: RelayError): boolean => /^(408|429|5\d\d|-32603)$/.test(code);

const refusal = (name: string, { code, message, method }: RelayError): RelayError =>
  new RelayError(code, `${name} was refused: ${message}`, method);

function end(subscriber: Subscriber<unknown>, name: string, error: RelayConnectionError | undefined): void {
  if (error === undefined) return subscriber.complete();
  const message = `${name} was given up: ${error.message}`;
  subscriber.error(new RelayConnectionError(message, { cause: error, delivery: 'unknown' }));
}
