import { TimeoutError, type Observable } from 'rxjs';
import type { LateTimers } from '../connection/late-timers.js';
import { timeLimit } from '../protocol/options/values.js';

/** Options of `wait`. */
export interface WaitOptions {
  /**
   * How long to wait, in ms, before the promise rejects with RxJS's `TimeoutError`.
   * @default none
   */
  readonly timeout?: number | undefined;
  /** When it is aborted, the run is unsubscribed and the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The event that `waitFor` waits for. */
export interface Awaited<E> {
  readonly source$: Observable<E>;
  /** The answer, if there is one already. */
  readonly answer: E | undefined;
  readonly answers: (event: E) => boolean;
  /** Makes the error for a source that completes without an answer. */
  readonly missing: () => Error;
  /** Timers that do not keep the process alive once the client is closed. */
  readonly timers: LateTimers;
}

/**
 * A promise of the first event that is an answer. It stays subscribed until the source ends, even after a timeout,
 * unless its signal is aborted.
 */
export function waitFor<E>(awaited: Awaited<E>, options: WaitOptions): Promise<E> {
  if (options.timeout !== undefined) timeLimit(options.timeout, 'wait.timeout');
  const promise = promised(awaited, options);
  // A promise that nobody awaits must not be an unhandled rejection when the call ends first.
  promise.catch(() => undefined);
  return promise;
}

function promised<E>(awaited: Awaited<E>, { timeout, signal }: WaitOptions): Promise<E> {
  const { source$, answer, answers, missing, timers } = awaited;
  return new Promise<E>((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    if (answer !== undefined) return resolve(answer);
    // A promise ignores all but the first of these.
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
