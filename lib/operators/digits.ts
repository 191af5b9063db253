import type { CollectEvent } from '../protocol/events/collect.js';
import { reading } from './collected.js';
import type { Reader } from './reader.js';

/**
 * The digits that were collected.
 *
 * ```text
 * action    --s--p--(d|)      s: start of input, p: partial, d: digits 12
 * digits()  --------(x|)      x: '12'
 * ```
 *
 * Emits for the terminal result and, in continuous mode, for each final one. Fails with `NoInputError`,
 * `NoMatchError` (also when speech came instead) or `CollectError`, each with its event, so that `retry` asks again.
 * Completes without a value when the collect ends without a result, and when the call ends.
 *
 * @example
 * ```ts
 * import { digits, tts } from 'relay-rx';
 * import { retry } from 'rxjs';
 *
 * call
 *   .playAndCollect({ media: [tts('Enter your PIN, then hash.')], collect: { digits: { max: 4, terminators: '#' } } })
 *   .pipe(digits(), retry(2))
 *   .subscribe((pin) => console.log(pin.length));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
 */
export function digits(): Reader<CollectEvent, string> {
  return reading((input) => (input.type === 'digit' ? input.digits : undefined));
}
