import { createWriteStream, type WriteStream } from 'node:fs';
import { RecordingError } from './recording-error.js';

/** How many bytes may wait for the disk. Frames come as calls do: there is no back-pressure. */
const MOST_WAITING = 32 * 1024 * 1024;

/** A file to which lines are written as they come. It replaces an existing file. */
export class RecordFile {
  readonly #path: string;
  readonly #stream: WriteStream;
  readonly #failed: (error: RecordingError) => void;

  /** @param failed is called once with the error of the disk; nothing is written after that. */
  constructor(path: string, failed: (error: RecordingError) => void) {
    this.#path = path;
    this.#failed = failed;
    this.#stream = createWriteStream(path);
    this.#stream.on('error', (cause) => failed(this.#error(cause.message, cause)));
  }

  /** Resolves to whether the file could be opened: `failed` has the reason when it could not. */
  opened(): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#stream.closed || !this.#stream.pending) return resolve(!this.#stream.closed);
      this.#stream.once('ready', () => resolve(true));
      this.#stream.once('close', () => resolve(false));
    });
  }

  write(text: string): void {
    if (this.#stream.destroyed || this.#stream.writableEnded) return;
    this.#stream.write(text);
    if (this.#stream.writableLength <= MOST_WAITING) return;
    this.#stream.destroy();
    this.#failed(this.#error(`the disk does not keep up, with ${MOST_WAITING} bytes waiting for it`));
  }

  /** Calls `done` when everything is written; not when the disk has failed. */
  end(done: () => void = () => undefined): void {
    if (this.#stream.destroyed || this.#stream.writableEnded) return;
    this.#stream.end((error?: Error | null) => {
      if (!error) done();
    });
  }

  /** Resolves when everything has been written, or the disk has failed. */
  ended(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stream.closed) return resolve();
      this.#stream.once('close', resolve);
      this.end();
    });
  }

  #error(reason: string, cause?: Error): RecordingError {
    return new RecordingError(`${this.#path} cannot be written: ${reason}`, cause && { cause });
  }
}
