import type { CollectEvent } from '../protocol/events/collect.js';
import { reading } from './collected.js';
import type { Reader } from './reader.js';

/**
 * The text that the caller said.
 *
 * Emits for the terminal result and, in continuous mode, for each final one. Fails with `NoInputError`, `NoMatchError`
 * (also for digits) or `CollectError`, each with its event, so that `retry` asks again. Completes without a value when
 * the collect was stopped. Fails with `CallEndedError` when the call ends first. `input()` also gives the confidence.
 *
 * @example
 * ```ts
 * // caller: say sales please
 * import { speech, tts } from 'relay-rx';
 *
 * call
 *   .playAndCollect({ media: [tts('What is it about?')], collect: { speech: { endSilenceTimeout: 0.5 } } })
 *   .pipe(speech())
 *   .subscribe((text) => console.log(text));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
 */
export function speech(): Reader<CollectEvent, string> {
  return reading((input) => (input.type === 'speech' ? input.text : undefined));
}
