import { EMPTY, defer, from, timer, type Observable, type ObservableInput } from 'rxjs';
import { REFUSED } from '../protocol/constants.js';
import { RelayError, type RelayConnectionError } from '../protocol/errors.js';
import { MAX_DURATION } from '../protocol/options/values.js';
import type { Platform } from './platform.js';

/** Settings of the exponential backoff with full jitter. */
export interface BackoffOptions {
  /**
   * The longest wait before the first attempt, in ms; each further attempt doubles it.
   * @default 1000
   */
  readonly initialDelay?: number | undefined;
  /**
   * The longest wait before any attempt, in ms.
   * @default 30000
   */
  readonly maxDelay?: number | undefined;
  /**
   * A random number from 0 to 1, without 1: the part of the longest wait to wait.
   * @default `Math.random`
   */
  readonly random?: (() => number) | undefined;
  /**
   * How many connects in a row RELAY may refuse for their credentials before the client fails with
   * `RelayAuthenticationError`. They are at least `initialDelay` apart. `Infinity` never gives up.
   * @default 3
   */
  readonly refusals?: number | undefined;
}

/**
 * When to reconnect. One of: settings for the backoff; a function that takes the error and the number of the attempt
 * (from 1), as in RxJS's `retry({ delay })`, and returns a notifier; or `false` for never. The first value of the
 * notifier starts the attempt; if it completes or fails without a value, the client gives up.
 */
export type ReconnectOption =
  BackoffOptions | ((error: RelayConnectionError, attempt: number) => ObservableInput<unknown>) | false;

/** Emits when it is time to reconnect; ends without a value to give up. */
export type RetryDelay = (error: RelayConnectionError, attempt: number) => Observable<unknown>;

/** The longest wait of the backoff before an attempt, in ms. Attempts count from 1. */
export const ceiling = (attempt: number, initialDelay: number, maxDelay: number): number =>
  // 2 ** 1024 is infinite, and 0 times that is NaN.
  Math.min(maxDelay, initialDelay * 2 ** Math.min(attempt - 1, 1_023));

/** The part of the longest wait to wait. All of it if `random` gives no number from 0 to 1. */
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

/** The longest `Retry-After` that is honoured, in ms. */
const LONGEST_RETRY_AFTER = 3_600_000;

/** Whether RELAY has refused the credentials: the next attempt then waits at least `initialDelay`. */
const isRefusal = ({ cause }: RelayConnectionError): boolean =>
  cause instanceof RelayError && cause.code === String(REFUSED);

/** How long a connection has to last before the backoff is reset, in ms. */
export function lastingTime(option: ReconnectOption): number {
  if (typeof option !== 'object') return LASTING;
  return Math.min(option.maxDelay ?? 30_000, MAX_DURATION);
}

const LASTING = 10_000;

/** How many refused connects in a row end the connection for good. */
export const mostRefusals = (option: ReconnectOption): number =>
  (typeof option === 'object' ? option.refusals : undefined) ?? 3;
