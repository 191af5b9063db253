import { isUrl } from '../protocol/is-url.js';
import { MAX_DURATION } from '../protocol/options/values.js';

/** The part of an HTTP response that explains a failed upgrade. */
export interface HttpResponse {
  readonly statusCode?: number | undefined;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const HOST = 'check the option host (SIGNALWIRE_SPACE)';

/** The meaning of HTTP statuses at the upgrade, and what to do. */
const MEANINGS: Readonly<Record<number, string>> = {
  401: `the server, or a proxy before it, wants other credentials than RELAY's: ${HOST}, and the proxies on the way`,
  403: `the server, or a proxy before it, does not let this client in: ${HOST}, and whether this network may use it`,
  404: `there is no RELAY at this address: ${HOST}`,
  407: 'a proxy on the way wants credentials: give them in a socket of your own (option socket)',
  426: `the server wants another protocol: ${HOST} and the option scheme (SIGNALWIRE_RELAY_SCHEME)`,
  429: 'there were too many connections in a short time: connect with fewer clients, or more slowly',
  502: 'the server behind a proxy cannot be reached; it is tried again',
  503: 'the server is overloaded, or down for a while; it is tried again',
  504: 'the server behind a proxy did not answer in time; it is tried again',
};

/** The server refused the upgrade to a WebSocket with an HTTP response. */
export class UpgradeError extends Error {
  readonly status: number;
  /** How long the server asks to wait, in ms, if it does. */
  readonly retryAfter: number | undefined;

  /** @param now the wall-clock time in ms since 1970, for a response without a date. */
  constructor({ statusCode = 0, headers = {} }: HttpResponse, now: number) {
    super(`the server answered with HTTP ${statusCode}: ${meaning(statusCode, text(headers['location']))}`);
    this.name = 'UpgradeError';
    this.status = statusCode;
    const date = Date.parse(text(headers['date']) ?? '');
    this.retryAfter = readRetryAfter(text(headers['retry-after']), Number.isNaN(date) ? now : date);
  }
}

function meaning(status: number, location: string | undefined): string {
  if (status >= 300 && status < 400) {
    const where = location === undefined ? '' : ` to ${withoutSecrets(location)}`;
    return `a redirect${where}, which is not followed: ${HOST} and the option scheme`;
  }
  return MEANINGS[status] ?? `this is not RELAY, or it is in trouble: ${HOST}`;
}

/** Seconds, or a date by the clock of the server. */
function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const wait = /^\s*\d+\s*$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), MAX_DURATION);
}

/** A URL may have a secret before its host or after its path. */
function withoutSecrets(location: string): string {
  if (!isUrl(location)) return location.replace(/[?#].*$/s, '').slice(0, 200);
  const { protocol, host, pathname } = new URL(location);
  return `${protocol}//${host}${pathname}`.slice(0, 200);
}

const text = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : header?.[0];
