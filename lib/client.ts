import {
  EMPTY,
  Observable,
  catchError,
  defer,
  endWith,
  firstValueFrom,
  fromEvent,
  ignoreElements,
  map,
  merge,
  of,
  switchMap,
  take,
  tap,
  type ObservableInput,
  type Subscription,
} from 'rxjs';
import { ActiveCalls } from './actions/active-calls.js';
import { dial } from './actions/dial.js';
import { MessageAction } from './actions/message-action.js';
import { OUTLASTING_TIMEOUT, outlastingDone } from './actions/outlasting-work.js';
import { Call } from './call.js';
import { Admission } from './client/admission.js';
import { Drain } from './client/drain.js';
import type { RelayClientOptions } from './client/options.js';
import { settle } from './client/settings.js';
import { Connection } from './connection/connection.js';
import type { RelayFrame } from './connection/frames.js';
import type { ConnectionStatus } from './connection/session-state.js';
import { Message } from './message.js';
import { Metrics, type Gauges, type RelayMetrics } from './metrics/metrics.js';
import { eachCall, type EachCallOptions } from './operators/each-call.js';
import type { CommandResult } from './protocol/answer.js';
import { RelayConnectionError } from './protocol/errors.js';
import type { EventOfType, EventType, RelayEvent } from './protocol/events/index.js';
import { readDial, type DialOptions } from './protocol/options/dial.js';
import { implausibleMilliseconds, implausibleSeconds } from './protocol/options/implausible-durations.js';
import { readSendMessage, type SendMessageOptions } from './protocol/options/message.js';
import { listOf, text, timeLimit } from './protocol/options/values.js';

const readContexts = listOf(text, 1);

/** How a client ends. */
export interface DrainOptions {
  /** ms after which the calls that are left are hung up. Without it they are waited for. */
  readonly timeout?: number | undefined;
}

/** How a client serves calls. */
export interface RunOptions extends DrainOptions, EachCallOptions<Call> {
  /** Ends the run as SIGTERM does when it is aborted: the client drains, and the promise resolves. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A connection to RELAY, as the stream of everything it tells.
 *
 * Subscribing opens and authenticates the one shared connection. It is held by every subscription to the client or to
 * anything made from it, and by every live call that was handed out; when the last of these ends it closes, at the end of
 * that turn of the event loop. It reconnects by itself, and errors only when it cannot continue: credentials refused
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
  /** disconnected, connecting, connected, reconnecting, draining: the status now, and each after it. It only watches. */
  readonly status$: Observable<ConnectionStatus>;
  /**
   * Errors that ended nothing: a connection that was lost and is sought again, a frame that does not
   * decode, a refused stop, a flow that threw. It only watches.
   */
  readonly errors$: Observable<Error>;
  /** How many calls are live, inbound and dialled: the number now, and every one after it. It only watches. */
  readonly activeCalls$: Observable<number>;
  /** Every frame that passes, with its time and direction, and without a credential. It only watches. */
  readonly frames$: Observable<RelayFrame>;
  /**
   * The client's numbers: now, and again while something changes, at most once a second; the last ones when the client
   * has ended. It only watches. `prometheusText` writes them for Prometheus.
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

  /** Holds the connection until the subscription ends, with nothing else subscribed. */
  connect(): Subscription {
    return this.#connection.hold();
  }

  /** Closes the connection at once and for good: every stream of the client and of its calls completes. */
  close(): void {
    this.#connection.close();
  }

  /**
   * The end that lets calls end first, for a deploy: every context is unreceived (`signalwire.unreceive`), calls that
   * nobody has answered are passed on (`calling.pass`), no dial and no call is taken any more, and when no call is left
   * the connection is closed. It begins with the first subscription and is not taken back; it completes, as `calls$`
   * does, when the connection is closed.
   *
   * `after`, `shield()`ed work and `async` flows are waited for: until 10 s after `timeout`, or without one until 10 s after
   * the last call has ended. What is not done by then is reported on `errors$` (`ERR_RELAY_STILL_WORKING`).
   *
   * @param options `timeout`: ms after which the calls that are left are hung up. Without it they are waited for.
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
   * Serves calls until the process receives a signal to end: subscribes to `calls$`, runs `flow` for each call as `eachCall` does,
   * and drains on SIGINT and SIGTERM; a second signal closes at once. Before it resolves it waits for `after`, for
   * `shield()`ed work, for `async` flows and for late results: as long as `drain` does.
   *
   * @param options `timeout` as that of `drain`, `after` as that of `eachCall`; `signal` ends it as SIGTERM does.
   * @returns a promise of the end; it rejects when the connection ends with an error.
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
    const { after, timeout, signal } = checkRun(options);
    const aborted$ =
      signal === undefined ? EMPTY : signal.aborted ? of(undefined) : fromEvent(signal, 'abort');
    const signals$ = merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM'), aborted$);
    const drained$ = signals$.pipe(
      take(1),
      switchMap(() => merge(this.drain({ timeout }), signals$.pipe(tap(() => this.close())))),
      ignoreElements(),
    );
    const worked$ = outlastingDone(this.#activeCalls, OUTLASTING_TIMEOUT);
    const served$ = this.calls$.pipe(
      eachCall(flow, { after }),
      ignoreElements(),
      endWith(undefined),
      catchError((error: unknown) => worked$.pipe(map(() => throwNow(error)))),
      switchMap(() => worked$),
    );
    return firstValueFrom(merge(drained$, served$), { defaultValue: undefined });
  }

  /** Drains with a timeout of 0: calls are hung up, and the connection is closed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await firstValueFrom(this.drain({ timeout: 0 }), { defaultValue: undefined });
  }

  /** The events of one type. */
  on<T extends EventType>(type: T): Observable<EventOfType<T>> {
    return this.#connection.loopSafe(this.#connection.held(this.#connection.on(type)));
  }

  /**
   * Dials: `calling.dial`, with a tag of its own for each subscription. Emits the call of the first device that answers, and
   * completes; the other legs are RELAY's to end. Unsubscribing before that ends the legs, those that appear later too.
   *
   * Errors with `DialError` when nobody answers, or not within `dialTimeout` (in ms, kept by this library); with
   * `RelayError` when the dial is refused; with `RelayConnectionError` when the connection ends.
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
   * A message to be sent: `messaging.send`. RELAY sends its states to this client's session, unless a `context` is given.
   * See `MessageAction`.
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
   * Receives the calls and messages of further contexts: `signalwire.receive`, and, once RELAY has accepted them, with
   * every connect.
   *
   * @throws {RangeError} when there is none, or one is not a string.
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
   * Receives the calls and messages of these contexts no longer: `signalwire.unreceive`. No connect asks for them from
   * the subscription on.
   *
   * @throws {RangeError} when there is none, or one is not a string.
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
   * A raw request: nothing is sent until it is subscribed to, each subscription sends once.
   *
   * @param method RELAY's name of the method, for example `calling.play`.
   * @param params what goes on the wire, as it stands.
   * @returns RELAY's answer. A refusal, a 404 or 410 among them, is a `RelayError`; an answer that does not come is a
   * `RelayConnectionError`.
   */
  execute(method: string, params: object = {}): Observable<CommandResult> {
    text(method, 'execute: method');
    return this.#connection.loopSafe(this.#connection.execute(method, params));
  }
}

function checkRun({ timeout, after, signal }: RunOptions): RunOptions {
  if (timeout !== undefined) timeLimit(timeout, 'run.timeout');
  return { timeout, after, signal };
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

function throwNow(error: unknown): never {
  throw error;
}
