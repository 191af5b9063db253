import type { SchedulerLike } from 'rxjs';
import type { Logger } from '../connection/logger.js';
import type { ReconnectOption } from '../connection/reconnect.js';
import type { SocketFactory } from '../connection/socket.js';
import type { JwtToken } from './credentials.js';

/** The options of a `RelayClient`. Each that names an environment variable falls back to it. */
export interface RelayClientOptions {
  /** The project's id. `SIGNALWIRE_PROJECT_ID`. */
  readonly project?: string | undefined;
  /** The project's API token. `SIGNALWIRE_API_TOKEN`. */
  readonly token?: string | undefined;
  /**
   * A JWT, in place of project and token; or a function that gives one, or a promise or an Observable of one. It is asked
   * before each connect, within `requestTimeout`; when it fails, the connection is tried again as after any setback.
   * `SIGNALWIRE_JWT_TOKEN`.
   */
  readonly jwtToken?: JwtToken | undefined;
  /**
   * The space, for example `your-space.signalwire.com`, with a port if need be. `SIGNALWIRE_RELAY_HOST`, or else
   * `SIGNALWIRE_SPACE`.
   */
  readonly host?: string | undefined;
  /** `wss` (the default), or `ws` for a server on this machine. `SIGNALWIRE_RELAY_SCHEME`. */
  readonly scheme?: 'wss' | 'ws' | undefined;
  /** A file with the PEM bundle to trust, in place of the system's. `SIGNALWIRE_RELAY_CA_FILE`. */
  readonly caFile?: string | undefined;
  /** A file with the certificate that the server is shown, in PEM form, where the server demands one. It needs `key`. */
  readonly cert?: string | undefined;
  /** A file with the private key of `cert`, in PEM form and without a passphrase. */
  readonly key?: string | undefined;
  /** The contexts whose calls and messages this client receives. */
  readonly contexts?: readonly string[] | undefined;
  /** How many calls may be live at a time; further inbound ones are passed on. 1000 by default. `RELAY_MAX_ACTIVE_CALLS`. */
  readonly maxActiveCalls?: number | undefined;
  /** Name of this client for RELAY. */
  readonly agent?: string | undefined;
  /**
   * How long nothing may be heard of a call, in ms. RELAY is then asked about it with a request that changes nothing, and
   * the call is over when RELAY does not know it: its end may have been lost. Off unless given; `Infinity` is off.
   */
  readonly callTimeout?: number | undefined;
  /** When to connect again: backoff settings in ms, a function from error and attempt to a notifier, or `false`. */
  readonly reconnect?: ReconnectOption | undefined;
  /** How long RELAY may take to answer a request, in ms. 10000 by default. */
  readonly requestTimeout?: number | undefined;
  /** The clock of everything. RxJS's `asyncScheduler` by default. */
  readonly scheduler?: SchedulerLike | undefined;
  /** How a socket is opened: the seam for proxies and tests. */
  readonly socket?: SocketFactory | undefined;
  /**
   * Where the client writes what it does. Without one, what is reported on `errors$` while nobody is subscribed to it is
   * written to `console.warn`, one line each; `false` turns that off.
   */
  readonly logger?: Logger | false | undefined;
  /** Makes the ids of requests and operations. Random UUIDs by default. */
  readonly generateId?: (() => string) | undefined;
}
