import { Observable, type MonoTypeOperatorFunction, type Subscription } from 'rxjs';
import { endingCall } from '../actions/ending-call.js';
import { reportFailure } from './flow-failure.js';

/**
 * Lets its source outlive the call: the end of the call, of `eachCall` and of the client does not unsubscribe it.
 * Unsubscribing for any other reason (`race`, `switchMap`, `timeout`) works as always.
 *
 * ```text
 * record    ---r----------(f|)    r: recording, f: finished, after the call has ended
 * call      -------(e|)           the flow is unsubscribed
 * shield()  ---r--                and the source runs to its end
 * ```
 *
 * Values that come after the end go nowhere, so the work stands before it. What the source fails with after the end is
 * reported on `errors$` as a `FlowError`, unless it fails because its call has ended. `drain` and `run` wait for it.
 *
 * @example
 * ```ts no-run
 * import { recorded, shield, type RecordAction } from 'relay-rx';
 * import { mergeMap } from 'rxjs';
 *
 * declare const recording: RecordAction;
 * declare function save(url: string | undefined): Promise<void>;
 * recording.pipe(
 *   recorded(),
 *   mergeMap(({ url }) => save(url)),
 *   shield(),
 * );
 * ```
 */
export function shield<T>(): MonoTypeOperatorFunction<T> {
  return (source$) =>
    new Observable<T>((subscriber) => {
      let outlasting: Subscription | undefined;
      let failed = (error: unknown): void => subscriber.error(error);
      const source = source$.subscribe({
        next: (value) => subscriber.next(value),
        error: (error: unknown) => {
          outlasting?.unsubscribe();
          failed(error);
        },
        complete: () => {
          outlasting?.unsubscribe();
          subscriber.complete();
        },
      });
      return () => {
        const call = endingCall();
        if (source.closed) return;
        if (call === undefined) return source.unsubscribe();
        outlasting = call.connection.outlasting.add(`shielded work of call ${call.callId}`);
        failed = (error) => reportFailure(call, error);
      };
    });
}
