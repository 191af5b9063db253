import { TimeoutError, type Observable } from 'rxjs';
import type { LateTimers } from '../connection/late-timers.js';
import { timeLimit } from '../protocol/options/values.js';

/** Options of `wait`. */
export interface WaitOptions {
  /** How long to wait, in ms, before the promise rejects with RxJS's `TimeoutError`. Without it: to the end. */
  readonly timeout?: number | undefined;
  /** Unsubscribes the run when it is aborted; the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A deadline, and its meaning when it passes. */
export interface Awaited<E> {
  readonly source$: Observable<E>;
  /** There already. */
  readonly answer: E | undefined;
  readonly answers: (event: E) => boolean;
  /** Why there is none when the source completes without. */
  readonly missing: () => Error;
  /** Timers that keep no process alive once the client is closed. */
  readonly timers: LateTimers;
}

/**
 * A promise of the first event that answers. It holds its source to the end, whatever becomes of the promise, unless
 * its signal is aborted.
 */
export function waitFor<E>(awaited: Awaited<E>, options: WaitOptions): Promise<E> {
  if (options.timeout !== undefined) timeLimit(options.timeout, 'wait.timeout');
  const promise = promised(awaited, options);
  // Not everybody who holds a run so awaits it: that must not end the process when the call ends first.
  promise.catch(() => undefined);
  return promise;
}

function promised<E>(awaited: Awaited<E>, { timeout, signal }: WaitOptions): Promise<E> {
  const { source$, answer, answers, missing, timers } = awaited;
  return new Promise<E>((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    if (answer !== undefined) return resolve(answer);
    // Whatever comes after the first of these is nothing to a promise.
    const held = source$.subscribe({
      next: (event) => {
        if (answers(event)) resolve(event);
      },
      error: reject,
      complete: () => reject(missing()),
    });
    if (held.closed) return;
    if (timeout !== undefined && timeout !== Infinity)
      held.add(timers.schedule(() => reject(new TimeoutError()), timeout));
    if (signal !== undefined) {
      const letGo = (): void => {
        held.unsubscribe();
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', letGo);
      held.add(() => signal.removeEventListener('abort', letGo));
    }
  });
}
