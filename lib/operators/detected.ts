import {
  detectMeaning,
  endsDetect,
  type DetectEvent,
  type DetectedEvent,
} from '../protocol/events/detect.js';
import type { Open } from '../protocol/events/open.js';
import type { Reader } from './reader.js';
import { readResults } from './result-reader.js';

/**
 * Results of a detector: `HUMAN`, `MACHINE`, `UNKNOWN` and, with `detectMessageEnd`, `READY` when the machine may be
 * spoken to; a tone, `CED` or `CNG`; a digit. Completes with the detector, without a value when it found nothing. Fails
 * with `CallEndedError` when the call ends before the detector does.
 *
 * With `first()` the detector is stopped when it has found something.
 *
 * @example
 * ```ts
 * import { detected } from 'relay-rx';
 * import { first } from 'rxjs';
 *
 * call
 *   .detectAnsweringMachine({ timeout: 2 })
 *   .pipe(detected(), first(null, 'UNKNOWN'))
 *   .subscribe((who) => console.log(who));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-answering-machine
 */
export function detected(): Reader<DetectEvent, Open<DetectedEvent>> {
  return readResults({ ends: endsDetect, read: detectMeaning });
}
