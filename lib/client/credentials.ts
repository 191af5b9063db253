import type { Observable } from 'rxjs';
import { defer, from, isObservable, map, of, take, tap, throwIfEmpty, timeout } from 'rxjs';
import type { Authentication } from '../connection/connection-settings.js';
import type { Platform } from '../connection/platform.js';
import { mistyped } from '../protocol/options/schema.js';

/** The argument of a function given as `jwtToken`. */
export interface JwtRequest {
  /** Aborted when the JWT is no longer needed: `requestTimeout` has passed, or the client was closed. For `fetch`. */
  readonly signal: AbortSignal;
}

/**
 * A JWT, or a function that gives a new one. The function is called before each connect, so that no expired token is
 * sent.
 */
export type JwtToken = string | ((request: JwtRequest) => string | PromiseLike<string> | Observable<string>);

export interface CredentialOptions {
  readonly project?: string | undefined;
  readonly token?: string | undefined;
  readonly jwtToken?: JwtToken | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The credentials: project and token, or a JWT. Options take precedence over the environment; credentials that both
 * lack throw. Secrets are kept in closures, so that `inspect` never prints them.
 *
 * @param limit how long the function may take to give a new JWT, in ms.
 */
export function credentials(
  options: CredentialOptions,
  env: Environment,
  limit: number,
  { scheduler }: Platform,
): Observable<Authentication> {
  const { SIGNALWIRE_PROJECT_ID, SIGNALWIRE_API_TOKEN, SIGNALWIRE_JWT_TOKEN } = env;
  const named = options.project !== undefined || options.token !== undefined;
  const jwt = options.jwtToken ?? (named ? undefined : SIGNALWIRE_JWT_TOKEN || undefined);
  if (typeof jwt === 'function') {
    return defer(() => {
      const asked = new AbortController();
      return stream(jwt({ signal: asked.signal })).pipe(
        take(1),
        throwIfEmpty(() => new TypeError('it completed without a token')),
        // Not what has come already: a token that was given needs nothing aborted.
        tap({ unsubscribe: () => asked.abort() }),
      );
    }).pipe(
      timeout({ first: limit, scheduler }),
      map((token) => ({ jwt_token: usable(token) })),
    );
  }
  if (jwt !== undefined) {
    const jwt_token = present('jwtToken', 'SIGNALWIRE_JWT_TOKEN', jwt);
    return defer(() => of({ jwt_token }));
  }
  const project = present('project', 'SIGNALWIRE_PROJECT_ID', options.project ?? SIGNALWIRE_PROJECT_ID);
  const token = present('token', 'SIGNALWIRE_API_TOKEN', options.token ?? SIGNALWIRE_API_TOKEN);
  return defer(() => of({ project, token }));
}

/** RxJS would read a string as a stream of characters. */
function stream(given: unknown): Observable<unknown> {
  if (isObservable(given)) return given;
  return typeof (given as PromiseLike<unknown> | null | undefined)?.then === 'function'
    ? from(given as PromiseLike<unknown>)
    : of(given);
}

function usable(token: unknown): string {
  if (typeof token !== 'string' || token === '') {
    throw new TypeError(`it gave ${token === '' ? 'an empty string' : `a value of type ${typeof token}`}`);
  }
  return token;
}

function present(option: string, variable: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw mistyped(
      `RelayClient.${option}`,
      `is missing: give the option ${option}, or set ${variable} in the environment`,
    );
  }
  return value;
}
