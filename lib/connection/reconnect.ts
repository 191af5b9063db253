import { EMPTY, defer, from, timer, type Observable, type ObservableInput } from 'rxjs';
import { REFUSED } from '../protocol/constants.js';
import { RelayError, type RelayConnectionError } from '../protocol/errors.js';
import { MAX_DURATION } from '../protocol/options/values.js';
import type { Platform } from './platform.js';

/** Exponential backoff with full jitter. */
export interface BackoffOptions {
  /** The longest first wait, in ms; each further attempt doubles it. 1000 by default. */
  readonly initialDelay?: number | undefined;
  /** The longest wait of all, in ms. 30000 by default. */
  readonly maxDelay?: number | undefined;
  /** From 0 up to, and not including, 1: which part of the longest wait is waited. `Math.random` by default. */
  readonly random?: (() => number) | undefined;
  /**
   * So many connects that are refused for their credentials, running, are the end. 3 by default; `Infinity` never gives
   * up. They are at least `initialDelay` apart.
   */
  readonly refusals?: number | undefined;
}

/**
 * When to connect again after the connection was lost: settings for the backoff; a function that is given the
 * error and the number of the attempt (from 1), as RxJS's `retry({ delay })` is, and returns a notifier whose
 * first value tries again (completing, or failing, without one gives up); or `false` to give up at once.
 */
export type ReconnectOption =
  BackoffOptions | ((error: RelayConnectionError, attempt: number) => ObservableInput<unknown>) | false;

/** Emits when it is time to connect again; ends without a value when there is to be no other attempt. */
export type RetryDelay = (error: RelayConnectionError, attempt: number) => Observable<unknown>;

/** The longest a full-jitter backoff waits before an attempt, in ms. Attempts count from 1. */
export const ceiling = (attempt: number, initialDelay: number, maxDelay: number): number =>
  // 2 ** 1024 is no number any more, and no wait at all times that is none either.
  Math.min(maxDelay, initialDelay * 2 ** Math.min(attempt - 1, 1_023));

/** Which part of the longest wait is waited: all of it where `random` gives what is no part, so as not to storm RELAY. */
const part = (random: () => number): number => {
  const share: unknown = random();
  return typeof share === 'number' && share >= 0 && share < 1 ? share : 1;
};

export function retryDelay(option: ReconnectOption, platform: Platform): RetryDelay {
  if (option === false) return () => EMPTY;
  if (typeof option === 'function') return (error, attempt) => defer(() => from(option(error, attempt)));
  const { initialDelay = 1_000, maxDelay = 30_000, random = platform.random } = option;
  return (error, attempt) =>
    defer(() => {
      const backoff = part(random) * ceiling(attempt, initialDelay, maxDelay);
      const asked = Math.min(error.retryAfter ?? 0, LONGEST_RETRY_AFTER);
      const least = isRefusal(error) ? Math.min(initialDelay, maxDelay) : 0;
      return timer(Math.min(MAX_DURATION, Math.max(backoff, asked, least)), platform.scheduler);
    });
}

/** A server that asks for more is asked again after this all the same, in ms. */
const LONGEST_RETRY_AFTER = 3_600_000;

/** Credentials that were refused: trying again at once, by chance, helps nobody. */
const isRefusal = ({ cause }: RelayConnectionError): boolean =>
  cause instanceof RelayError && cause.code === String(REFUSED);

/** How long a connection has to last for the next backoff to begin anew, in ms. */
export function lastingTime(option: ReconnectOption): number {
  if (typeof option !== 'object') return LASTING;
  return Math.min(option.maxDelay ?? 30_000, MAX_DURATION);
}

const LASTING = 10_000;

/** How many refused connects running are the end. */
export const mostRefusals = (option: ReconnectOption): number =>
  (typeof option === 'object' ? option.refusals : undefined) ?? 3;
