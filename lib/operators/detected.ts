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
 * The findings of a detector: `HUMAN`, `MACHINE`, `UNKNOWN` and, with `detectMessageEnd`, `READY` when the machine is
 * ready for a message; `CED` or `CNG` for a fax tone; a digit. Completes with the detector, without a value when it
 * found nothing. Fails with `CallEndedError` when the call ends before the detector does.
 *
 * Use `first()` to stop the detector at its first finding.
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
