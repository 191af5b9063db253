import { Observable, Subject, type Subscription } from 'rxjs';
import { LiveCall } from './actions/live-call.js';
import { Call } from './call.js';
import { Connection } from './connection/connection.js';
import type { ConnectionStatus } from './connection/session-state.js';
import { settle, type RelayClientOptions } from './connection/settings.js';
import type { CommandResult } from './protocol/answer.js';
import { OverloadError, isGone } from './protocol/errors.js';
import type { CallReceiveEvent } from './protocol/events/call.js';
import type { EventOfType, RelayEvent } from './protocol/events/index.js';
import { text } from './protocol/options/values.js';

/**
 * A connection to RELAY, as the stream of everything it tells.
 *
 * Subscribing opens and authenticates the one shared connection. It is held by every subscription to the client or to
 * anything made from it, and by every live call that was handed out; when the last lets go it closes, at the end of
 * that turn of the event loop. It reconnects by itself, and errors only when there is no going on: credentials refused
 * (`RelayAuthenticationError`), retries used up (`RelayConnectionError`). That, and `close()`, are for good.
 *
 * @example
 * ```ts
 * import { RelayClient } from 'relay-rx';
 * import { take } from 'rxjs';
 *
 * const client = new RelayClient({ contexts: ['default'] });
 * client.pipe(take(1)).subscribe((event) => console.log(event.type));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client
 */
export class RelayClient extends Observable<RelayEvent> {
  /** Inbound calls. One that comes while nobody is subscribed is passed on to another client of its context. */
  readonly calls$: Observable<Call>;
  /** disconnected, connecting, connected, reconnecting: the status now, and every one after it. It only watches. */
  readonly status$: Observable<ConnectionStatus>;
  /**
   * What went wrong without ending anything: a connection that was lost and is sought again, a frame that does not
   * decode, a refused stop, a flow that threw. It only watches.
   */
  readonly errors$: Observable<Error>;

  readonly #connection: Connection;
  readonly #calls$ = new Subject<Call>();
  readonly #maxActiveCalls: number;

  /**
   * @throws {TypeError} when a credential is missing: it names the option and the environment variable.
   * @throws {TypeError | RangeError} when an option is not allowed.
   */
  constructor(options: RelayClientOptions = {}) {
    const settings = settle(options);
    const connection = new Connection(settings);
    super((subscriber) => connection.held(connection.events$).subscribe(subscriber));
    this.#connection = connection;
    this.#maxActiveCalls = settings.maxActiveCalls;
    this.calls$ = connection.held(this.#calls$);
    this.status$ = connection.status$;
    this.errors$ = connection.errors$;
    connection.on('calling.call.receive').subscribe({
      next: (event) => this.#receive(event),
      error: (error: unknown) => this.#calls$.error(error as Error),
      complete: () => this.#calls$.complete(),
    });
  }

  /** Holds the connection until the subscription ends, with nothing else subscribed. */
  connect(): Subscription {
    return this.#connection.hold();
  }

  /** Closes the connection at once and for good: every stream of the client and of its calls completes. */
  close(): void {
    this.#connection.close();
  }

  /** The events of one type. */
  on<T extends string>(type: T): Observable<EventOfType<T>> {
    return this.#connection.held(this.#connection.on(type));
  }

  /**
   * A raw request: nothing is sent until it is subscribed to, each subscription sends once.
   *
   * @param method RELAY's name of the method, for example `calling.play`.
   * @param params what goes on the wire, as it stands.
   * @returns RELAY's answer. A refusal, a 404 or 410 among them, is a `RelayError`; an answer that does not come is a
   * `RelayConnectionError`.
   */
  execute(method: string, params: object = {}): Observable<CommandResult> {
    text(method, 'execute: method');
    return this.#connection.execute(method, params);
  }

  #receive(event: CallReceiveEvent): void {
    const connection = this.#connection;
    const { callId, nodeId, callState, ...identity } = event;
    // RELAY may say it again, after a resume for one.
    if (connection.router.hasCall(callId)) return;
    const full = connection.router.callCount >= this.#maxActiveCalls;
    if (full) connection.report(new OverloadError(callId, this.#maxActiveCalls));
    if (full || !this.#calls$.observed) {
      const passed$ = connection.execute('calling.pass', { node_id: nodeId, call_id: callId });
      passed$.subscribe({
        error: (error: unknown) => {
          // A caller who has hung up meanwhile is nothing out of the ordinary.
          if (!isGone(error)) connection.report(error as Error);
        },
      });
      return;
    }
    this.#calls$.next(new Call(new LiveCall(connection, callId, nodeId, callState), identity));
  }
}
