import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { HttpError } from './http.js';

/** Security headers of every response. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

export interface AccessRules {
  readonly scheme: 'http' | 'https';
  /** Allowed names beside `localhost`, in lower case. */
  readonly hosts: ReadonlySet<string>;
}

type Head = Pick<IncomingMessage, 'headers' | 'url'>;

/**
 * Refuses requests from web pages of other sites: those with a foreign Host (DNS rebinding) or Origin. Clients that are
 * not browsers send no Origin.
 *
 * @throws {HttpError} 403
 */
export function checkAccess({ headers, url = '/' }: Head, { scheme, hosts }: AccessRules): void {
  const { host = '', origin } = headers;
  const name = nameOf(host);
  if (name === undefined || !(isAddress(name) || hosts.has(name)))
    throw new HttpError(
      403,
      `The host ${JSON.stringify(host)} is not known here: use an IP address or localhost, or start with --allow-host ${name ?? 'NAME'}`,
    );
  if (origin !== undefined && origin.toLowerCase() !== `${scheme}://${host.toLowerCase()}`)
    throw new HttpError(403, `Pages of ${origin} may not use this: open ${scheme}://${host}/ instead`);
  if (headers['sec-fetch-site'] === 'cross-site' && pathOf(url).startsWith('/_relay/'))
    throw new HttpError(403, 'Pages of other sites may not use this');
}

/** The path of a request, without its query. */
export const pathOf = (url: string): string => url.replace(/[?#].*$/s, '');

/** The name in a Host header, without its port; undefined if there is none. */
function nameOf(host: string): string | undefined {
  const [, bracketed, plain] = /^(?:(\[[\da-f:.]+\])|([^\s:/@?#[\]]+))(?::\d+)?$/i.exec(host) ?? [];
  return (bracketed ?? plain)?.toLowerCase();
}

const isAddress = (name: string): boolean => isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
