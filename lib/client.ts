import { Observable, defer, firstValueFrom, map, tap, type ObservableInput, type Subscription } from 'rxjs';
import { ActiveCalls } from './actions/active-calls.js';
import { dial } from './actions/dial.js';
import { MessageAction } from './actions/message-action.js';
import { Call } from './call.js';
import { Admission } from './client/admission.js';
import { Drain } from './client/drain.js';
import type { DrainOptions, RelayClientOptions, RunOptions } from './client/options.js';
import { serve } from './client/serve.js';
import { settle } from './client/settings.js';
import { Connection } from './connection/connection.js';
import type { RelayFrame } from './connection/frames.js';
import type { ConnectionStatus } from './connection/session-state.js';
import { Message } from './message.js';
import { Metrics, type Gauges, type RelayMetrics } from './metrics/metrics.js';
import type { CommandResult } from './protocol/answer.js';
import { RelayConnectionError } from './protocol/errors.js';
import type { EventOfType, EventType, RelayEvent } from './protocol/events/index.js';
import { readDial, type DialOptions } from './protocol/options/dial.js';
import { implausibleMilliseconds, implausibleSeconds } from './protocol/options/implausible-durations.js';
import { readSendMessage, type SendMessageOptions } from './protocol/options/message.js';
import { listOf, text, timeLimit } from './protocol/options/values.js';

const readContexts = listOf(text, 1);

/**
 * A connection to RELAY, as the stream of all its events.
 *
 * Subscribing opens and authenticates the one shared connection. Every subscription to the client or to anything made
 * from it keeps the connection open, and so does every live call. It closes at the end of the turn of the event loop in
 * which the last of these ends. It reconnects by itself. It fails only when it cannot continue: with
 * `RelayAuthenticationError` when RELAY refuses the credentials, with `RelayConnectionError` when the retries are used
 * up. After that, or after `close()`, the client cannot be used again.
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
  /** Inbound calls. A call that comes while nobody is subscribed is passed on to another client of its context. */
  readonly calls$: Observable<Call>;
  /** Inbound messages. */
  readonly messages$: Observable<Message>;
  /**
   * The status of the connection, then each change: `disconnected`, `connecting`, `connected`, `reconnecting` or
   * `draining`. Subscribing does not open the connection.
   */
  readonly status$: Observable<ConnectionStatus>;
  /**
   * Errors that ended nothing: a lost connection that is being reopened, a frame that does not decode, a refused stop,
   * a flow that failed. Subscribing does not open the connection.
   */
  readonly errors$: Observable<Error>;
  /** The number of live calls, inbound and dialled, then each change. Subscribing does not open the connection. */
  readonly activeCalls$: Observable<number>;
  /**
   * Every frame sent or received, with time and direction, and with credentials masked. Subscribing does not open the
   * connection.
   */
  readonly frames$: Observable<RelayFrame>;
  /**
   * The metrics of the client: the current ones, then again after changes, at most once a second, and the final ones
   * when the client has ended. Subscribing does not open the connection. `prometheusText` formats them for Prometheus.
   */
  readonly metrics$: Observable<RelayMetrics>;

  readonly #connection: Connection;
  readonly #activeCalls: ActiveCalls;
  #drain: Drain | undefined;

  /**
   * @throws {TypeError} when a credential is missing: it names the option and the environment variable.
   * @throws {TypeError | RangeError} when an option is not allowed.
   */
  constructor(options: RelayClientOptions = {}) {
    const settings = settle(options);
    const metrics: Metrics = new Metrics(settings.platform, () => gaugesOf(activeCalls));
    const connection = new Connection(settings, metrics);
    const activeCalls: ActiveCalls = new ActiveCalls(connection, metrics, settings.callTimeout);
    const admission = new Admission(activeCalls, settings.maxActiveCalls);
    super((subscriber) => connection.loopSafe(connection.held(connection.events$)).subscribe(subscriber));
    this.#connection = connection;
    connection.logWireNames();
    this.#activeCalls = activeCalls;
    this.calls$ = connection.loopSafe(connection.held(admission.calls$));
    this.status$ = connection.loopSafe(connection.status$);
    this.errors$ = connection.loopSafe(connection.errors$);
    this.activeCalls$ = connection.loopSafe(activeCalls.live.size$);
    this.frames$ = connection.loopSafe(connection.frames$);
    this.metrics$ = connection.loopSafe(metrics.metrics$);
    this.messages$ = connection.loopSafe(
      connection.held(connection.on('messaging.receive').pipe(map((event) => new Message(event)))),
    );
  }

  /** Opens the connection and keeps it open until the returned subscription is unsubscribed. */
  connect(): Subscription {
    return this.#connection.hold();
  }

  /** Closes the connection at once and for good. Every stream of the client and of its calls completes. */
  close(): void {
    this.#connection.close();
  }

  /**
   * Ends the client after its calls, for a deploy. It stops receiving every context (`signalwire.unreceive`), passes on
   * calls that are not answered yet (`calling.pass`), takes no new call and no dial, and closes the connection when no
   * call is left. It begins with the first subscription and cannot be cancelled. It completes, as `calls$` does, when
   * the connection is closed.
   *
   * It waits for `after`, `shield()`ed work and `async` flows until 10 s after `timeout`, or without a timeout until 10
   * s after the last call has ended. What is not done by then is reported on `errors$` (`ERR_RELAY_STILL_WORKING`).
   *
   * @param options `timeout`: time in ms after which the remaining calls are hung up. By default they are not hung up:
   * `drain` waits until they end.
   * @throws {RangeError} when the timeout is not 0 or more.
   */
  drain(options: DrainOptions = {}): Observable<void> {
    const { timeout } = options;
    if (timeout !== undefined) {
      timeLimit(timeout, 'drain.timeout');
      this.#connection.warnOfUnits('drain', implausibleMilliseconds('timeout', timeout));
    }
    return this.#connection.loopSafe(
      defer(() => {
        this.#drain ??= new Drain(this.#activeCalls);
        if (timeout !== undefined) this.#drain.limit(timeout);
        return this.#drain.done$;
      }),
    );
  }

  /**
   * Serves calls until the process is asked to end: subscribes to `calls$`, runs `flow` for each call as `eachCall`
   * does, and drains on SIGINT and SIGTERM. A second signal closes the client at once. Before the promise resolves, it
   * waits for `after`, `shield()`ed work, `async` flows and late results, for as long as `drain` does.
   *
   * @param options `timeout` as for `drain`, `after` as for `eachCall`; aborting `signal` ends the run as SIGTERM does.
   * @returns a promise that resolves when the client has ended, and rejects when the connection fails for good.
   * @example
   * ```ts no-run
   * import { RelayClient } from 'relay-rx';
   * import { concat } from 'rxjs';
   *
   * const client = new RelayClient({ contexts: ['default'] });
   * await client.run((call) => concat(call.answer(), call.playTTS({ text: 'Goodbye.' }), call.hangup()));
   * ```
   */
  run(flow: (call: Call) => ObservableInput<unknown>, options: RunOptions = {}): Promise<void> {
    if (options.timeout !== undefined) timeLimit(options.timeout, 'run.timeout');
    return serve(this, this.#activeCalls, flow, options);
  }

  /** Drains with a timeout of 0: hangs up the calls and closes the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await firstValueFrom(this.drain({ timeout: 0 }), { defaultValue: undefined });
  }

  /** The events of one type. */
  on<T extends EventType>(type: T): Observable<EventOfType<T>> {
    return this.#connection.loopSafe(this.#connection.held(this.#connection.on(type)));
  }

  /**
   * Dials one or more devices: `calling.dial`, sent once for each subscription. Emits the call of the first device that
   * answers, and completes; RELAY ends the other legs. Unsubscribing before that ends all legs, also those that appear
   * later.
   *
   * Fails with `DialError` when nobody answers, or not within `dialTimeout` ms; with `RelayError` when RELAY refuses
   * the dial; with `RelayConnectionError` when the connection ends.
   *
   * @throws {TypeError | RangeError} when an option is not allowed.
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/dial
   */
  dial(options: DialOptions): Observable<Call> {
    const connection = this.#connection;
    const { tag, ...request } = readDial(options);
    connection.logWireNames();
    connection.warnOfUnits('dial', [
      ...implausibleSeconds(request.params),
      ...implausibleMilliseconds('dialTimeout', request.dialTimeout),
    ]);
    const dialled$ = defer(() => {
      if (connection.isDraining)
        throw new RelayConnectionError('calling.dial was not sent: the client is draining');
      return dial(this.#activeCalls, { ...request, tag: tag ?? connection.platform.generateId() });
    });
    return connection.loopSafeRequest(dialled$).pipe(map(({ live, identity }) => new Call(live, identity)));
  }

  /**
   * Sends a text message when it is subscribed to: `messaging.send`. It emits the delivery states; see `MessageAction`.
   * With a `context`, RELAY sends the states to the clients of that context instead of this one.
   *
   * @throws {TypeError | RangeError} when an option is not allowed.
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/send-message
   */
  sendMessage(options: SendMessageOptions): MessageAction {
    const params = readSendMessage(options);
    this.#connection.logWireNames();
    return new MessageAction(this.#connection, params);
  }

  /**
   * Starts to receive the calls and messages of more contexts: `signalwire.receive`. Once RELAY has accepted them,
   * every reconnect names them too.
   *
   * @throws {RangeError} when the list is empty, or an entry is not a string.
   */
  receive(contexts: readonly string[]): Observable<CommandResult> {
    readContexts(contexts, 'receive: contexts');
    const connection = this.#connection;
    const received$ = defer(() => {
      if (connection.isDraining)
        throw new RelayConnectionError('signalwire.receive was not sent: the client is draining');
      const asked = connection.contexts.ask(contexts);
      return connection
        .execute('signalwire.receive', { contexts })
        .pipe(tap({ next: () => asked.accepted(), finalize: () => asked.over() }));
    });
    return connection.loopSafeRequest(received$);
  }

  /**
   * Stops receiving the calls and messages of contexts: `signalwire.unreceive`. From the subscription on, no reconnect
   * names them.
   *
   * @throws {RangeError} when the list is empty, or an entry is not a string.
   */
  unreceive(contexts: readonly string[]): Observable<CommandResult> {
    readContexts(contexts, 'unreceive: contexts');
    const connection = this.#connection;
    const unreceived$ = defer(() => {
      connection.contexts.remove(contexts);
      return connection.execute('signalwire.unreceive', { contexts });
    });
    return connection.loopSafe(unreceived$);
  }

  /**
   * Sends any RELAY request. Nothing is sent until it is subscribed to; each subscription sends once.
   *
   * @param method the RELAY method, for example `calling.play`.
   * @param params the params, sent as they are.
   * @returns RELAY's answer. It fails with `RelayError` for a refusal, including 404 and 410, and with
   * `RelayConnectionError` when no answer comes.
   */
  execute(method: string, params: object = {}): Observable<CommandResult> {
    text(method, 'execute: method');
    return this.#connection.loopSafe(this.#connection.execute(method, params));
  }
}

function gaugesOf({ connection, live }: ActiveCalls): Gauges {
  const { operations, dials, messages, waiting, unanswered } = connection.size;
  return {
    status: connection.status,
    activeCalls: live.size,
    activeActions: operations,
    activeDials: dials,
    activeMessages: messages,
    waitingRequests: waiting,
    unansweredRequests: unanswered,
  };
}
