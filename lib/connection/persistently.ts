import { retry, timer, type MonoTypeOperatorFunction } from 'rxjs';
import { RelayConnectionError } from '../protocol/errors.js';
import type { Platform } from './platform.js';

/** How often such a command is asked again, and how long after it was lost, in ms. */
const TIMES = 10;
const PAUSE = 100;

/**
 * For commands that let go of a call, and that nobody waits for: one that is lost with the connection would leave a person
 * in dead air. It is asked again: whether it was carried out is not known, and a second time it does nothing.
 */
export function persistently<T>({ scheduler }: Platform): MonoTypeOperatorFunction<T> {
  return retry({
    count: TIMES,
    delay: (error: unknown) => {
      if (!(error instanceof RelayConnectionError)) throw error;
      return timer(PAUSE, scheduler);
    },
  });
}
