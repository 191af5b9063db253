import type { ConnectionSettings } from '../connection/connection-settings.js';
import { guarded, silentLogger, warnOnConsole } from '../connection/logger.js';
import { defaultPlatform, type Platform } from '../connection/platform.js';
import { lastingTime, mostRefusals, retryDelay, type BackoffOptions } from '../connection/reconnect.js';
import { MAX_WAITING } from '../connection/requests.js';
import { webSocket, type SocketOptions } from '../connection/socket.js';
import { DEFAULT_AGENT, DEFAULT_HOST, RELAY_VERSION } from '../protocol/constants.js';
import { defined } from '../protocol/events/event.js';
import { mistyped, optional, record, type Read, type Schema } from '../protocol/options/schema.js';
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
import { credentials } from './credentials.js';
import { isHostName, withoutUser } from './host-name.js';
import type { RelayClientOptions } from './options.js';
import { readBundle, readKeyPair } from './pem-files.js';

/** Checked options, with defaults. */
export interface ClientSettings extends ConnectionSettings {
  readonly maxActiveCalls: number;
  readonly callTimeout: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const WHERE = 'RelayClient';
const aFunction = that('a function', (value) => typeof value === 'function');
const having = (what: string, ...methods: readonly string[]) =>
  that(`${what}, with ${methods.join(', ')}`, (value) =>
    methods.every((name) => typeof (value as Record<string, unknown> | null)?.[name] === 'function'),
  );

const hostName = that(
  'a host name, for example your-space.signalwire.com: no scheme, path, spaces or @',
  (value) => typeof value === 'string' && isHostName(value),
);
const host: Read = (value, path) => hostName(typeof value === 'string' ? withoutUser(value) : value, path);

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

/** Checks the options and completes them from the environment. Throws for what is missing in both. */
export function settle(options: RelayClientOptions, env: Environment = process.env): ClientSettings {
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
  const maxActiveCalls = given.maxActiveCalls ?? 1000;
  return {
    url: `${scheme}://${given.host ?? DEFAULT_HOST}`,
    tls: {
      ...(given.caFile !== undefined && {
        ca: readBundle(`${WHERE}.caFile (SIGNALWIRE_RELAY_CA_FILE)`, given.caFile),
      }),
      ...clientCertificate(given),
    },
    contexts: [...(given.contexts ?? [])],
    maxActiveCalls,
    maxWaiting: Math.max(MAX_WAITING, maxActiveCalls),
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

/** The certificate that the client shows to the server, and its private key: one is of no use without the other. */
function clientCertificate({ cert, key }: RelayClientOptions): Pick<SocketOptions, 'cert' | 'key'> {
  if (cert === undefined && key === undefined) return {};
  if (cert === undefined) throw mistyped(`${WHERE}.cert`, 'is missing: key is of no use without it');
  if (key === undefined) throw mistyped(`${WHERE}.key`, 'is missing: cert is of no use without it');
  return readKeyPair({ name: `${WHERE}.cert`, file: cert }, { name: `${WHERE}.key`, file: key });
}

/** Options from the environment, without the credentials. An empty variable counts as unset. */
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

/** The options without secrets: the error of a check shows the wrong value. */
function withoutSecrets({ token, jwtToken, ...rest }: RelayClientOptions): object {
  return rest;
}
