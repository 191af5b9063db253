import * as E from 'fp-ts/lib/Either.js';
import { catchError, of, pipe } from 'rxjs';
import { isCollectFailure, type CollectFailure } from '../protocol/errors.js';
import type { CollectEvent } from '../protocol/events/collect.js';
import { collected, type CollectInput } from './collected.js';
import type { Reader } from './reader.js';

/**
 * The outcome of a collect: fp-ts's `Either` of the failure and the input, written out, so that it takes no types of fp-ts
 * to read it, and passes wherever fp-ts wants an `Either`.
 */
export type CollectOutcome =
  | { readonly _tag: 'Left'; readonly left: CollectFailure }
  | { readonly _tag: 'Right'; readonly right: CollectInput };

/**
 * The outcome of a collect, as a value: fp-ts's `Either`, with the input on the right and on the left what went wrong:
 * no input, no match, an error of RELAY's, a refusal, the loss of the connection. It never fails with any of these.
 *
 * Emits for the terminal result and, in continuous mode, for each final one. Completes without a value when the
 * collect ends without a result, and when the call ends.
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
      // What another operator failed with is not this one's to hide.
      throw error;
    }),
  );
}
