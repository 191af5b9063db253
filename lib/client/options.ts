import type { SchedulerLike } from 'rxjs';
import type { Call } from '../call.js';
import type { EachCallOptions } from '../operators/each-call.js';
import type { Logger } from '../connection/logger.js';
import type { ReconnectOption } from '../connection/reconnect.js';
import type { SocketFactory } from '../connection/socket.js';
import type { JwtToken } from './credentials.js';

/** Options of a `RelayClient`. An option with an environment variable falls back to it. */
export interface RelayClientOptions {
  /** The id of the project. Environment: `SIGNALWIRE_PROJECT_ID`. */
  readonly project?: string | undefined;
  /** The API token of the project. Environment: `SIGNALWIRE_API_TOKEN`. */
  readonly token?: string | undefined;
  /**
   * A JWT, in place of project and token; or a function that returns one, or a promise or an Observable of one. The
   * function is called before each connect and has `requestTimeout` to answer; if it fails, the client tries to connect
   * again as after any error. Environment: `SIGNALWIRE_JWT_TOKEN`.
   */
  readonly jwtToken?: JwtToken | undefined;
  /**
   * The host of the space, for example `your-space.signalwire.com`, with a port where it needs one.
   * Environment: `SIGNALWIRE_RELAY_HOST`, or else `SIGNALWIRE_SPACE`.
   */
  readonly host?: string | undefined;
  /**
   * `wss`, or `ws` for a server on this machine. Environment: `SIGNALWIRE_RELAY_SCHEME`.
   *
   * @default 'wss'
   */
  readonly scheme?: 'wss' | 'ws' | undefined;
  /** Path of a PEM bundle of certificates to trust instead of the system's. Environment: `SIGNALWIRE_RELAY_CA_FILE`. */
  readonly caFile?: string | undefined;
  /** Path of the client certificate in PEM form, for a server that demands one. It needs `key`. */
  readonly cert?: string | undefined;
  /** Path of the private key of `cert`, in PEM form and without a passphrase. */
  readonly key?: string | undefined;
  /**
   * The contexts whose calls and messages this client receives. Without any, it only dials and sends.
   * @default []
   */
  readonly contexts?: readonly string[] | undefined;
  /**
   * The most calls that may be live at a time; further inbound calls are passed on. Environment:
   * `RELAY_MAX_ACTIVE_CALLS`.
   *
   * @default 1000
   */
  readonly maxActiveCalls?: number | undefined;
  /**
   * The name of this client in RELAY's logs.
   * @default the library's name and version
   */
  readonly agent?: string | undefined;
  /**
   * Time in ms after which the client asks RELAY about a call without events, whose end may have been lost.
   * It sends a request that changes nothing; if RELAY does not know the call, the call is over. `Infinity` is off, too.
   * @default none
   */
  readonly callTimeout?: number | undefined;
  /**
   * When to reconnect: backoff settings in ms, a function from error and attempt to a notifier, or `false`
   * for never.
   * @default after 1 s, doubling to 30 s, with full jitter
   */
  readonly reconnect?: ReconnectOption | undefined;
  /**
   * How long RELAY may take to answer a request, in ms.
   *
   * @default 10000
   */
  readonly requestTimeout?: number | undefined;
  /**
   * The clock of all timers.
   * @default RxJS's `asyncScheduler`
   */
  readonly scheduler?: SchedulerLike | undefined;
  /**
   * Opens the sockets: for proxies and tests.
   * @default a WebSocket of `ws`
   */
  readonly socket?: SocketFactory | undefined;
  /**
   * Receives the client's log lines. Without a logger, errors reported while nobody is subscribed to
   * `errors$` are written to `console.warn`, one line each; `false` turns that off.
   * @default none
   */
  readonly logger?: Logger | false | undefined;
  /**
   * Makes the ids of requests and operations.
   * @default random UUIDs
   */
  readonly generateId?: (() => string) | undefined;
}

/** Options of `drain`. */
export interface DrainOptions {
  /**
   * Time in ms after which the remaining calls are hung up. Without it, `drain` waits until they end.
   * @default none
   */
  readonly timeout?: number | undefined;
}

/** Options of `run`. */
export interface RunOptions extends DrainOptions, EachCallOptions<Call> {
  /** When it is aborted, the run ends as on SIGTERM: the client drains, and the promise resolves. */
  readonly signal?: AbortSignal | undefined;
}
