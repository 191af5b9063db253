import type { CollectEvent } from '../protocol/events/collect.js';
import { reading } from './collected.js';
import { digitLimits, type DigitLimits } from './digit-limits.js';
import type { Reader } from './reader.js';

/**
 * The collected digits.
 *
 * ```text
 * action    --s--p--(d|)      s: start of input, p: partial, d: digits 12
 * digits()  --------(x|)      x: '12'
 * ```
 *
 * Emits the digits of the terminal result and, in continuous mode, of each final one. Fails with `NoInputError`,
 * `NoMatchError` (also for speech, or digits outside the limits) or `CollectError`, each with its event, so that
 * `retry` asks again. A terminator that is pressed alone gives `''`, if the limits allow it. Completes without a value
 * when the collect was stopped. Fails with `CallEndedError` when the call ends first.
 *
 * @param limits limits of the digits; none by default.
 * @throws {TypeError | RangeError} when a limit is not allowed.
 * @example
 * ```ts
 * import { digits, tts } from 'relay-rx';
 * import { retry } from 'rxjs';
 *
 * call
 *   .playAndCollect({ media: [tts('Enter your PIN, then hash.')], collect: { digits: { max: 5, terminators: '#' } } })
 *   .pipe(digits({ min: 1, max: 4 }), retry(2))
 *   .subscribe((pin) => console.log(pin.length));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play-and-collect
 */
export function digits(limits: DigitLimits = {}): Reader<CollectEvent, string> {
  const isWithin = digitLimits(limits, 'digits');
  return reading((input) => (input.type === 'digit' && isWithin(input.digits) ? input.digits : undefined));
}
