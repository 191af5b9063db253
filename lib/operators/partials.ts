import { filter } from 'rxjs';
import type { CollectEvent } from '../protocol/events/collect.js';
import { isProgress } from './collected.js';
import type { Reader } from './reader.js';

/**
 * The progress of a collect alone: start of input (asked for by `sendStartOfInput`) and partial results (asked for by
 * `partialResults`). Completes and fails with its source.
 *
 * @example
 * ```ts
 * // caller: say sales please
 * import { partials, tts } from 'relay-rx';
 *
 * call
 *   .playAndCollect({ media: [tts('What is it about?')], collect: { speech: {}, partialResults: true } })
 *   .pipe(partials())
 *   .subscribe(({ result }) => console.log(result));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
 */
export function partials(): Reader<CollectEvent, CollectEvent> {
  return filter(isProgress);
}
