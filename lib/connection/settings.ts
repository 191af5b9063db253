import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Observable, SchedulerLike } from 'rxjs';
import { DEFAULT_AGENT, DEFAULT_HOST, RELAY_VERSION } from '../protocol/constants.js';
import { defined } from '../protocol/events/event.js';
import { invalid, mistyped, optional, record, type Read, type Schema } from '../protocol/options/schema.js';
import {
  count,
  listOf,
  milliseconds,
  oneOf,
  orNoLimit,
  someMilliseconds,
  text,
  that,
  timeLimit,
} from '../protocol/options/values.js';
import { credentials, type Authentication, type JwtToken } from './credentials.js';
import { guarded, silentLogger, warnOnConsole, type Logger } from './logger.js';
import { defaultPlatform, type Platform } from './platform.js';
import {
  lastingTime,
  mostRefusals,
  retryDelay,
  type BackoffOptions,
  type ReconnectOption,
  type RetryDelay,
} from './reconnect.js';
import type { Memory } from './session-state.js';
import { webSocket, type SocketFactory, type SocketOptions } from './socket.js';

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
  /** What this client calls itself to RELAY. */
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

/** Options that were checked and completed. Secrets are inside functions, where nothing that prints finds them. */
export interface Settings {
  readonly url: string;
  /** What TLS trusts, and what it shows the server, in PEM form. */
  readonly tls: Pick<SocketOptions, 'ca' | 'cert' | 'key'>;
  readonly contexts: readonly string[];
  readonly maxActiveCalls: number;
  readonly requestTimeout: number;
  readonly callTimeout: number | undefined;
  readonly retryDelay: RetryDelay;
  /** How long a connection has to last for the backoff to begin anew, in ms. */
  readonly lasting: number;
  /** How many refused connects running are the end. */
  readonly refusals: number;
  readonly platform: Platform;
  readonly socket: SocketFactory;
  readonly logger: Logger;
  /** Writes what is reported on `errors$` while nobody is subscribed to it. */
  readonly unobserved: (error: Error) => void;
  /** Emits once, what the connect that is about to be sent is authenticated with. */
  readonly authentication$: Observable<Authentication>;
  /** The params of `signalwire.connect`. */
  readonly connectParams: (
    authentication: Authentication,
    memory: Pick<Memory, 'protocol' | 'authorizationState'>,
    contexts: readonly string[],
  ) => ConnectParams;
}

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

type Environment = Readonly<Record<string, string | undefined>>;

const WHERE = 'RelayClient';
const aFunction = that('a function', (value) => typeof value === 'function');
const having = (what: string, ...methods: readonly string[]) =>
  that(`${what}, with ${methods.join(', ')}`, (value) =>
    methods.every((name) => typeof (value as Record<string, unknown> | null)?.[name] === 'function'),
  );

/** A host, with a port or without: not a URL, and nothing that would make it one with other credentials or a path. */
const hostName = that(
  'a host name, for example your-space.signalwire.com: no scheme, path, spaces or @',
  (value) => typeof value === 'string' && /^[^\s/\\@?#]+$/.test(value) && URL.canParse(`wss://${value}`),
);
// What stands before an @ may be a secret, and the error shows what is wrong.
const host: Read = (value, path) =>
  hostName(typeof value === 'string' ? value.replace(/^.*@/s, '***@') : value, path);

const aLogger = having('a logger or false', 'debug', 'info', 'warn', 'error');

const backoff = record<BackoffOptions>({
  initialDelay: optional(milliseconds),
  maxDelay: optional(timeLimit),
  random: optional(aFunction),
  refusals: optional(orNoLimit(count(1))),
});

const schema: Schema<RelayClientOptions> = {
  project: optional(text),
  token: optional(text),
  jwtToken: optional((value, path) => (typeof value === 'function' ? value : text(value, path))),
  host: optional(host),
  scheme: optional(oneOf('wss', 'ws')),
  caFile: optional(text),
  cert: optional(text),
  key: optional(text),
  contexts: optional(listOf(text)),
  maxActiveCalls: optional(count(1)),
  agent: optional(text),
  reconnect: optional((value, path) => {
    if (value !== false && typeof value !== 'function') backoff(value, path);
    return value;
  }),
  callTimeout: optional(orNoLimit(someMilliseconds)),
  requestTimeout: optional(someMilliseconds),
  scheduler: optional(having('a scheduler', 'schedule', 'now')),
  socket: optional(aFunction),
  logger: optional((value, path) => (value === false ? value : aLogger(value, path))),
  generateId: optional(aFunction),
};
const check = record(schema);

/** Checks the options, takes what is missing from the environment, and says what is missing there too. */
export function settle(options: RelayClientOptions, env: Environment = process.env): Settings {
  const given: RelayClientOptions = { ...fromEnvironment(env), ...defined({ ...options }) };
  check(withoutSecrets(given), WHERE);
  const scheme = given.scheme ?? 'wss';
  const platform: Platform = {
    ...defaultPlatform,
    ...(given.scheduler && { scheduler: given.scheduler }),
    ...(given.generateId && { generateId: given.generateId }),
  };
  const requestTimeout = given.requestTimeout ?? 10_000;
  const agent = given.agent ?? DEFAULT_AGENT;
  return {
    url: `${scheme}://${given.host ?? DEFAULT_HOST}`,
    tls: {
      ...(given.caFile !== undefined && { ca: readBundle(given.caFile) }),
      ...clientCertificate(given.cert, given.key),
    },
    contexts: [...(given.contexts ?? [])],
    maxActiveCalls: given.maxActiveCalls ?? 1000,
    requestTimeout,
    callTimeout: given.callTimeout,
    retryDelay: retryDelay(given.reconnect ?? {}, platform),
    lasting: lastingTime(given.reconnect ?? {}),
    refusals: mostRefusals(given.reconnect ?? {}),
    platform,
    socket: given.socket ?? webSocket,
    logger: given.logger ? guarded(given.logger) : silentLogger,
    unobserved: given.logger === undefined ? warnOnConsole : () => undefined,
    authentication$: credentials(options, env, requestTimeout, platform),
    connectParams: (authentication, { protocol, authorizationState }, contexts) => ({
      version: RELAY_VERSION,
      agent,
      event_acks: true,
      authentication,
      ...(contexts.length > 0 && { contexts }),
      ...(protocol !== undefined && { protocol }),
      ...(protocol !== undefined &&
        authorizationState !== undefined && { authorization_state: authorizationState }),
    }),
  };
}

/** What the environment says, less the credentials. An empty variable is one that is not set. */
function fromEnvironment(env: Environment): RelayClientOptions {
  const { SIGNALWIRE_RELAY_SCHEME, SIGNALWIRE_RELAY_CA_FILE, RELAY_MAX_ACTIVE_CALLS } = env;
  const host = env['SIGNALWIRE_RELAY_HOST'] || env['SIGNALWIRE_SPACE'];
  return {
    ...(host && { host }),
    ...(SIGNALWIRE_RELAY_SCHEME && { scheme: SIGNALWIRE_RELAY_SCHEME as 'wss' }),
    ...(SIGNALWIRE_RELAY_CA_FILE && { caFile: SIGNALWIRE_RELAY_CA_FILE }),
    ...(RELAY_MAX_ACTIVE_CALLS && { maxActiveCalls: Number(RELAY_MAX_ACTIVE_CALLS) }),
  };
}

/** An error of a check shows the value that is wrong, so that a secret must not come before one. */
function withoutSecrets({ token, jwtToken, ...rest }: RelayClientOptions): object {
  return rest;
}

/** A file that is no bundle would be accepted without an error, and then no server trusted. */
const readBundle = (file: string): string =>
  readPem(file, `${WHERE}.caFile (SIGNALWIRE_RELAY_CA_FILE)`, CERTIFICATES, checkCertificates);

/** The certificate and the key that the server is shown: each is of no use without the other. */
function clientCertificate(
  certFile: string | undefined,
  keyFile: string | undefined,
): Pick<SocketOptions, 'cert' | 'key'> {
  if (certFile === undefined && keyFile === undefined) return {};
  if (certFile === undefined) throw mistyped(`${WHERE}.cert`, 'is missing: key is of no use without it');
  if (keyFile === undefined) throw mistyped(`${WHERE}.key`, 'is missing: cert is of no use without it');
  const cert = readPem(certFile, `${WHERE}.cert`, CERTIFICATES, checkCertificates);
  const expected = 'a file that can be read, with the private key of cert in PEM form, without a passphrase';
  const key = readPem(keyFile, `${WHERE}.key`, expected, (pem) => {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(pem))) throw new Error('another key');
  });
  return { cert, key };
}

/** Reads a file, whose content errors never show. */
function readPem(file: string, path: string, expected: string, check: (pem: string) => void): string {
  try {
    const pem = readFileSync(file, 'utf8');
    check(pem);
    return pem;
  } catch (cause) {
    const error = invalid(path, expected, file);
    error.cause = cause;
    throw error;
  }
}

const CERTIFICATES = 'a file that can be read, with certificates in PEM form';

function checkCertificates(pem: string): void {
  for (const certificate of pem.match(CERTIFICATE) ?? ['']) new X509Certificate(certificate);
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;
