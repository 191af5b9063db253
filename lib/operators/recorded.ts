import { RecordError } from '../protocol/result-errors.js';
import { endsRecord, type RecordEvent } from '../protocol/events/record.js';
import type { Reader } from './reader.js';
import { readResults } from './result-reader.js';

/**
 * The finished recording: `url`, `duration` in seconds, `size` in bytes.
 *
 * ```text
 * action      --r-----(f|)      r: recording, f: finished
 * recorded()  --------(f|)
 * ```
 *
 * Emits the terminal event when RELAY says finished, also after a stop, and completes. Fails with `RecordError` when
 * nobody spoke or RELAY could not record, and with `CallEndedError` when the call has ended and no recording comes.
 *
 * @example
 * ```ts no-run
 * import { recorded } from 'relay-rx';
 * import { last, switchMap } from 'rxjs';
 *
 * call
 *   .playTTS({ text: 'Please leave a message.' })
 *   .pipe(
 *     last(),
 *     switchMap(() => call.record({ audio: { endSilenceTimeout: 1 } }).pipe(recorded())),
 *   )
 *   .subscribe(({ url, duration }) => console.log(url, duration));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/record
 */
export function recorded(): Reader<RecordEvent, RecordEvent> {
  return readResults({
    ends: endsRecord,
    read: (event: RecordEvent) => {
      if (!endsRecord(event)) return undefined;
      if (event.state !== 'finished') throw new RecordError(event);
      return event;
    },
  });
}
