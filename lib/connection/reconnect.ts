import { EMPTY, defer, from, timer, type Observable, type ObservableInput } from 'rxjs';
import type { RelayConnectionError } from '../protocol/errors.js';
import type { Platform } from './platform.js';

/** Exponential backoff with full jitter. */
export interface BackoffOptions {
  /** The longest first wait, in ms; each further attempt doubles it. 1000 by default. */
  readonly initialDelay?: number | undefined;
  /** The longest wait of all, in ms. 30000 by default. */
  readonly maxDelay?: number | undefined;
  /** From 0 up to, and not including, 1: which part of the longest wait is waited. `Math.random` by default. */
  readonly random?: (() => number) | undefined;
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
  return (_, attempt) =>
    defer(() => timer(part(random) * ceiling(attempt, initialDelay, maxDelay), platform.scheduler));
}
