import * as E from 'fp-ts/lib/Either.js';
import { catchError, of, pipe } from 'rxjs';
import { isCollectFailure, type CollectFailure } from '../protocol/result-errors.js';
import type { CollectEvent } from '../protocol/events/collect.js';
import { collected, type CollectInput } from './collected.js';
import type { Reader } from './reader.js';

/**
 * The outcome of a collect: fp-ts's `Either` of failure and input. It is written out so that it needs no types of
 * fp-ts; it is assignable to `Either`.
 */
export type CollectOutcome =
  | { readonly _tag: 'Left'; readonly left: CollectFailure }
  | { readonly _tag: 'Right'; readonly right: CollectInput };

/**
 * The outcome of a collect as a value: fp-ts's `Either`, with the input on the right and the failure on the left: no
 * input, no match, an error of RELAY, a refusal, the end of the call, the loss of the connection. It never fails with
 * any of these.
 *
 * Emits for the terminal result and, in continuous mode, for each final one. Completes without a value when the collect
 * was stopped.
 *
 * @example
 * ```ts
 * import { outcome, tts } from 'relay-rx';
 *
 * call
 *   .playAndCollect({ media: [tts('Press any key.')], collect: { digits: { max: 1 } } })
 *   .pipe(outcome())
 *   .subscribe((either) => console.log(either._tag === 'Right' ? either.right.type : either.left.code));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
 */
export function outcome(): Reader<CollectEvent, CollectOutcome> {
  return pipe(
    collected(),
    catchError((error: unknown) => {
      if (isCollectFailure(error)) return of(E.left(error));
      // Errors of other operators pass through.
      throw error;
    }),
  );
}
