import { Observable, Subject, defer, map, type Subscription } from 'rxjs';
import { dial } from './actions/dial.js';
import { LiveCall } from './actions/live-call.js';
import { MessageAction } from './actions/message-action.js';
import { Call } from './call.js';
import { Connection } from './connection/connection.js';
import type { ConnectionStatus } from './connection/session-state.js';
import { settle, type RelayClientOptions } from './connection/settings.js';
import { Message } from './message.js';
import type { CommandResult } from './protocol/answer.js';
import { OverloadError, isGone } from './protocol/errors.js';
import type { CallReceiveEvent } from './protocol/events/call.js';
import type { EventOfType, RelayEvent } from './protocol/events/index.js';
import { readDial, type DialOptions } from './protocol/options/dial.js';
import type { EitherForm } from './protocol/options/forms.js';
import { readSendMessage, type SendMessageOptions } from './protocol/options/message.js';
import { listOf, text } from './protocol/options/values.js';

const readContexts = listOf(text, 1);

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
  /** Inbound messages. */
  readonly messages$: Observable<Message>;
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
    this.messages$ = connection.held(
      connection.on('messaging.receive').pipe(map((event) => new Message(event))),
    );
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
   * Dials: `calling.dial`, with a tag of its own for each subscription. Emits the call of whoever answers first, and
   * completes; the other legs are RELAY's to end. Unsubscribing before that ends the legs, those that appear later too.
   *
   * Errors with `DialError` when nobody answers, or not within `dialTimeout` (in ms, kept by this library); with
   * `RelayError` when the dial is refused; with `RelayConnectionError` when the connection ends.
   *
   * @throws {TypeError | RangeError} when an option is not allowed.
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/dial
   */
  dial(options: EitherForm<DialOptions>): Observable<Call> {
    const connection = this.#connection;
    const { tag, ...request } = readDial(options);
    return dial(connection, () => ({ ...request, tag: tag ?? connection.platform.generateId() })).pipe(
      map(({ live, identity }) => new Call(live, identity)),
    );
  }

  /**
   * A message to be sent: `messaging.send`, in the client's first context unless another is given. See `MessageAction`.
   *
   * @throws {TypeError | RangeError} when an option is not allowed.
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/send-message
   */
  sendMessage(options: EitherForm<SendMessageOptions>): MessageAction {
    const [context = 'default'] = this.#connection.contexts;
    return new MessageAction(this.#connection, { context, ...readSendMessage(options) });
  }

  /**
   * Receives the calls and messages of further contexts: `signalwire.receive`, and with every connect from now on.
   *
   * @throws {RangeError} when there is none, or one is not a string.
   */
  receive(contexts: readonly string[]): Observable<CommandResult> {
    readContexts(contexts, 'receive: contexts');
    return defer(() => {
      for (const context of contexts) this.#connection.contexts.add(context);
      return this.#connection.execute('signalwire.receive', { contexts });
    });
  }

  /**
   * Receives the calls and messages of these contexts no longer: `signalwire.unreceive`.
   *
   * @throws {RangeError} when there is none, or one is not a string.
   */
  unreceive(contexts: readonly string[]): Observable<CommandResult> {
    readContexts(contexts, 'unreceive: contexts');
    return defer(() => {
      for (const context of contexts) this.#connection.contexts.delete(context);
      return this.#connection.execute('signalwire.unreceive', { contexts });
    });
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
