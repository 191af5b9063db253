import { REFUSED } from '../protocol/constants.js';
import {
  RelayAuthenticationError,
  RelayConnectionError,
  describe,
  type RelayError,
} from '../protocol/errors.js';
import { explainBundling, explainSocketError } from './connection-hints.js';
import { UpgradeError } from './upgrade-error.js';

/** The reason why a connection failed or was lost. */
export type Setback =
  /** The socket closed or never opened. */
  | { readonly kind: 'socket'; readonly code: number; readonly reason?: string; readonly error?: Error }
  /** The peer is silent: no answer to a request, or to the probe that follows a missing ping. */
  | { readonly kind: 'silent'; readonly method: string }
  /** RELAY answered `signalwire.connect` with an error. */
  | { readonly kind: 'refused'; readonly error: RelayError }
  /** There is nothing to show RELAY: `jwtToken` failed. */
  | { readonly kind: 'no credentials'; readonly error: unknown };

/** The circumstances of a setback. */
export interface Standing {
  /** Whether the refused connect was a resume. */
  readonly resuming: boolean;
  /** How many connects without a session to resume were refused in a row before this one. */
  readonly refusals: number;
  /** The phase: before the first connection, during a reconnect, or connected. */
  readonly phase?: 'first' | 'again' | 'connected';
}

/** The user's options for setbacks. */
export interface Rules {
  /** How many refusals in a row end the connection for good. */
  readonly refusals: number;
  /** The URL, for errors. */
  readonly url: string;
}

export const DEFAULT_RULES: Rules = { refusals: 3, url: 'RELAY' };

/** The consequence of a setback: reconnect after a delay, connect again at once without the old session, or end. */
export type SetbackOutcome =
  | { readonly kind: 'retry'; readonly error: RelayConnectionError; readonly refusals: number }
  | { readonly kind: 'fresh' }
  | { readonly kind: 'end'; readonly error: RelayConnectionError };

/**
 * The consequence of each close code, socket error, refusal and time-out. A pure function, so that the whole table can
 * be tested. Only credentials that are refused repeatedly end the connection, and a bundle in which ws cannot work:
 * everything else may be temporary.
 */
export function outcomeOf(
  setback: Setback,
  { resuming, refusals, phase = 'connected' }: Standing,
  rules: Rules = DEFAULT_RULES,
): SetbackOutcome {
  const retry = (error: RelayConnectionError): SetbackOutcome => ({ kind: 'retry', error, refusals });
  const what =
    phase === 'connected'
      ? 'The connection was lost'
      : `Could not connect ${phase === 'again' ? 'again ' : ''}to ${rules.url}`;
  switch (setback.kind) {
    case 'socket': {
      const { error } = setback;
      const bundling = error && explainBundling(error);
      if (bundling !== undefined)
        return {
          kind: 'end',
          error: new RelayConnectionError(`Cannot connect: ${bundling}`, { cause: error }),
        };
      const why = error === undefined ? closed(setback) : explainSocketError(error);
      // The likely cause of a failed first connection is a wrong address.
      const hint = phase === 'first' && !why.includes('option') ? `: ${CHECK_ADDRESS}` : '';
      const upgrade = error instanceof UpgradeError ? error : undefined;
      return retry(
        new RelayConnectionError(`${what}: ${why}${hint}`, {
          ...(error !== undefined && { cause: error }),
          status: upgrade?.status,
          retryAfter: upgrade?.retryAfter,
        }),
      );
    }
    case 'silent': {
      const half =
        phase === 'connected'
          ? `The connection is half-open: ${setback.method} had no answer, and nothing else came`
          : `${what}: the connection is half-open, ${setback.method} had no answer`;
      return retry(new RelayConnectionError(phase === 'first' ? `${half}: ${CHECK_ADDRESS}` : half));
    }
    case 'no credentials':
      return retry(
        new RelayConnectionError(`There was no JWT to connect with: ${describe(setback.error)}`, {
          cause: setback.error,
        }),
      );
    case 'refused': {
      // Another attempt to resume would be refused for the same reason.
      if (resuming) return { kind: 'fresh' };
      const cause = { cause: setback.error };
      const { code, message } = setback.error;
      if (code !== String(REFUSED)) {
        return retry(new RelayConnectionError(`RELAY refused to connect: ${message}`, cause));
      }
      const wrong = `RELAY refused the credentials: ${message}. Check the project and the token`;
      return refusals + 1 >= rules.refusals
        ? { kind: 'end', error: new RelayAuthenticationError(wrong, cause) }
        : { kind: 'retry', error: new RelayConnectionError(wrong, cause), refusals: refusals + 1 };
    }
  }
}

const CHECK_ADDRESS = 'check the options host (SIGNALWIRE_SPACE) and scheme (SIGNALWIRE_RELAY_SCHEME)';

/** A close, with the reason that the server gave. */
function closed({ code, reason = '' }: Setback & { kind: 'socket' }): string {
  // eslint-disable-next-line no-control-regex -- what could write over a log
  const shown = reason.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return `the socket closed with code ${code}${shown === '' ? '' : ` (${shown})`}`;
}
