import { Observable, asyncScheduler, type MonoTypeOperatorFunction } from 'rxjs';
import type { RelayFrame } from '../connection/frames.js';
import { mistyped, optional, record as options, type Schema } from '../protocol/options/schema.js';
import { Masker, readMask, type Maskable } from './mask.js';
import { RecordFile } from './record-file.js';
import { Recorder } from './recorder.js';

export interface RecordOptions {
  /**
   * Fields to mask besides credentials: `numbers` (phone numbers) and `digits` (digits that callers press or
   * say, and digits that are sent).
   * @default []
   */
  readonly mask?: readonly Maskable[] | undefined;
}

const schema: Schema<RecordOptions> = { mask: optional(readMask) };
const check = options(schema);

/**
 * Writes the frames of a client to a recording as they come, and passes them on. It needs the files of Node.
 *
 * - The file is JSON Lines (see docs/recordings.md) and replaces an existing one. Frames that wait for the disk are
 *   kept in memory; a slow disk never delays a call.
 * - When the frames complete, it completes once the last one is in the file. When it is unsubscribed, frames that have
 *   come are still written.
 * - It fails with `RecordingError` when the disk fails; the calls continue.
 *
 * It always masks fields and headers with the names of credentials (`password`, `token`, `secret`, `authorization`,
 * `api_key` and the like), users and passwords in URLs, and the earlier values of such fields wherever they are
 * repeated. `frames$` itself masks the token, the JWT and the current authorization state wherever RELAY repeats them.
 * Other secrets, for example in a spoken text, cannot be recognised.
 *
 * @param path the path of the file.
 * @throws {TypeError | RangeError} when an option is not allowed, before the file is opened.
 * @example
 * ```ts no-run
 * import { RelayClient } from 'relay-rx';
 * import { record } from 'relay-rx/recording';
 *
 * const client = new RelayClient({ contexts: ['default'] });
 * client.frames$.pipe(record('calls.jsonl', { mask: ['numbers', 'digits'] })).subscribe({
 *   error: (error: unknown) => console.error(error),
 * });
 * ```
 */
export function record(path: string, options: RecordOptions = {}): MonoTypeOperatorFunction<RelayFrame> {
  if (typeof path !== 'string' || path === '') throw mistyped('record: path', 'must be the name of a file');
  check(options, 'record');
  return (frames$) =>
    new Observable((subscriber) => {
      const file = new RecordFile(path, (error) => subscriber.error(error));
      const recorder = new Recorder(new Masker(options.mask ?? []), (text) => file.write(text));
      const links = new Links(recorder);
      subscriber.add(() => file.end());
      subscriber.add(
        frames$.subscribe({
          next: (frame) => {
            links.frame(frame);
            subscriber.next(frame);
          },
          error: (error: unknown) => file.end(() => subscriber.error(error)),
          complete: () => {
            recorder.start(asyncScheduler.now());
            links.end();
            file.end(() => subscriber.complete());
          },
        }),
      );
    });
}

/**
 * Numbers the sockets of a client's frames. Each socket begins with a connect; the one before it ended after its last
 * frame.
 */
class Links {
  readonly #recorder: Recorder;
  #link = 0;
  #last = 0;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  frame({ at, direction, frame }: RelayFrame): void {
    const connects =
      direction === 'sent' && (frame as { method?: unknown } | null)?.method === 'signalwire.connect';
    if (connects || this.#link === 0) {
      this.end();
      this.#link += 1;
      this.#recorder.opened(at, this.#link);
    }
    this.#last = at;
    this.#recorder.frame(at, this.#link, direction, frame);
  }

  end(): void {
    if (this.#link > 0) this.#recorder.closed(this.#last, this.#link);
  }
}
