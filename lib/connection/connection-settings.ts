import type { Observable } from 'rxjs';
import type { RELAY_VERSION } from '../protocol/constants.js';
import type { Logger } from './logger.js';
import type { Platform } from './platform.js';
import type { RetryDelay } from './reconnect.js';
import type { Memory } from './session-state.js';
import type { SocketFactory, SocketOptions } from './socket.js';

/** Credentials of `signalwire.connect`. */
export type Authentication =
  { readonly project: string; readonly token: string } | { readonly jwt_token: string };

/** The params of `signalwire.connect`, as they go on the wire. */
export interface ConnectParams {
  readonly version: typeof RELAY_VERSION;
  readonly agent: string;
  readonly event_acks: true;
  readonly authentication: Authentication;
  readonly contexts?: readonly string[];
  readonly protocol?: string;
  readonly authorization_state?: string;
}

/** Settings of a connection. Secrets are kept in closures, so that `inspect` never prints them. */
export interface ConnectionSettings {
  readonly url: string;
  /** Certificates for TLS: those to trust, and the client's own, in PEM form. */
  readonly tls: Pick<SocketOptions, 'ca' | 'cert' | 'key'>;
  readonly contexts: readonly string[];
  /** In ms. */
  readonly requestTimeout: number;
  /** How many requests may wait for the connection. */
  readonly maxWaiting: number;
  readonly retryDelay: RetryDelay;
  /** How long a connection has to last before the backoff is reset, in ms. */
  readonly lasting: number;
  /** How many refused connects in a row end the connection for good. */
  readonly refusals: number;
  readonly platform: Platform;
  readonly socket: SocketFactory;
  readonly logger: Logger;
  /** Writes what is reported on `errors$` while nobody is subscribed to it. */
  readonly unobserved: (error: Error) => void;
  /** Emits the credentials for the next connect, once. */
  readonly authentication$: Observable<Authentication>;
  /** The params of `signalwire.connect`. */
  readonly connectParams: (
    authentication: Authentication,
    memory: Pick<Memory, 'protocol' | 'authorizationState'>,
    contexts: readonly string[],
  ) => ConnectParams;
}
