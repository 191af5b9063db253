import { REFUSED } from '../protocol/constants.js';
import {
  RelayAuthenticationError,
  RelayConnectionError,
  describe,
  type RelayError,
} from '../protocol/errors.js';
import { explainSocketError } from './advice.js';

/** Why there is no connection, or none any more. */
export type Setback =
  /** The socket closed, or never opened. */
  | { readonly tag: 'socket'; readonly code: number; readonly error?: Error }
  /** The peer is silent: no answer to a request, or to the probe that follows a missing ping. */
  | { readonly tag: 'silent'; readonly method: string }
  /** RELAY answered `signalwire.connect` with an error. */
  | { readonly tag: 'refused'; readonly error: RelayError }
  /** There is nothing to show RELAY: `jwtToken` failed. */
  | { readonly tag: 'no credentials'; readonly error: unknown };

/** What is known when a setback has to be judged. */
export interface Standing {
  /** Whether the connect that was refused showed an earlier session to be resumed. */
  readonly resuming: boolean;
  /** How many connects with nothing to resume were refused before this one, running. */
  readonly refusals: number;
}

/** What follows from a setback: try again after a while, try again at once without the old session, or end. */
export type Verdict =
  | { readonly tag: 'retry'; readonly error: RelayConnectionError; readonly refusals: number }
  | { readonly tag: 'fresh' }
  | { readonly tag: 'end'; readonly error: RelayConnectionError };

/** So many refusals running are the end: the credentials are wrong. */
const MAX_REFUSALS = 3;

/**
 * What each close code, socket error, refusal and time-out means for the connection. Pure, so that the whole table
 * can be tested: only credentials that are refused again and again end it, since everything else may pass.
 */
export function judge(setback: Setback, { resuming, refusals }: Standing): Verdict {
  switch (setback.tag) {
    case 'socket': {
      const why =
        setback.error === undefined
          ? `the socket closed with code ${setback.code}`
          : explainSocketError(setback.error);
      return {
        tag: 'retry',
        error: connectionError(`The connection was lost: ${why}`, setback.error),
        refusals,
      };
    }
    case 'silent':
      return {
        tag: 'retry',
        error: connectionError(`The connection is half-open: ${setback.method} had no answer`),
        refusals,
      };
    case 'no credentials':
      return {
        tag: 'retry',
        error: connectionError(`There was no JWT to connect with: ${describe(setback.error)}`, setback.error),
        refusals,
      };
    case 'refused': {
      const { error } = setback;
      if (error.code !== String(REFUSED)) {
        return {
          tag: 'retry',
          error: connectionError(`RELAY refused to connect: ${error.message}`, error),
          refusals,
        };
      }
      if (resuming) return { tag: 'fresh' };
      const message = `RELAY refused the credentials: ${error.message}. Check the project and the token`;
      const cause = { cause: error };
      return refusals + 1 >= MAX_REFUSALS
        ? { tag: 'end', error: new RelayAuthenticationError(message, cause) }
        : { tag: 'retry', error: new RelayConnectionError(message, cause), refusals: refusals + 1 };
    }
  }
}

const connectionError = (message: string, cause?: unknown): RelayConnectionError =>
  new RelayConnectionError(message, cause === undefined ? {} : { cause });
