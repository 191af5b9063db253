import type { CollectEvent } from '../protocol/events/collect.js';
import { reading, type CollectInput } from './collected.js';
import type { Reader } from './reader.js';

/**
 * Collected digits or speech: `{ type: 'digit', digits, terminator }` or `{ type: 'speech', text, confidence }`.
 *
 * Emits for the terminal result and, in continuous mode, for each final one. Fails with `NoInputError`, `NoMatchError`
 * or `CollectError`, each with its event, so that `retry` asks again. Completes without a value when the collect was
 * stopped. Fails with `CallEndedError` when the call ends first.
 *
 * @example
 * ```ts
 * import { input, tts } from 'relay-rx';
 *
 * call
 *   .playAndCollect({ media: [tts('Press 1 or say sales.')], collect: { digits: { max: 1 }, speech: {} } })
 *   .pipe(input())
 *   .subscribe((given) => console.log(given.type === 'digit' ? given.digits : given.text));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
 */
export function input(): Reader<CollectEvent, CollectInput> {
  return reading((given) => given);
}
