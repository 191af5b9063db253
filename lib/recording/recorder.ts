import { DEFAULT_AGENT } from '../protocol/constants.js';
import { FORMAT_VERSION, formatLine, type FrameLine, type RecordingLine } from './format.js';
import type { Masker } from './mask.js';

/** Writes frames as the lines of a recording. Times are in ms since 1970. */
export class Recorder {
  readonly #masker: Masker;
  readonly #write: (text: string) => void;
  #started: number | undefined;
  /** The latest time: the times of a recording never decrease, even if the clock is set back. */
  #last = 0;

  /** @param write is called with each line. */
  constructor(masker: Masker, write: (text: string) => void) {
    this.#masker = masker;
    this.#write = write;
  }

  /** Begins the recording. The first frame begins it as well. */
  start(at: number): void {
    if (this.#started !== undefined) return;
    this.#started = at;
    this.#write(
      formatLine({
        recording: 'relay-rx',
        version: FORMAT_VERSION,
        library: DEFAULT_AGENT,
        startedAt: new Date(at).toISOString(),
        masked: this.#masker.masked,
      }),
    );
  }

  opened(at: number, link: number): void {
    this.#line(at, (since) => ({ at: since, link, connection: 'opened' }));
  }

  closed(at: number, link: number, code?: number): void {
    this.#line(at, (since) => ({
      at: since,
      link,
      connection: 'closed',
      ...(code !== undefined && { code }),
    }));
  }

  frame(at: number, link: number, direction: FrameLine['direction'], frame: unknown): void {
    const masked = this.#masker.frame(frame);
    if (masked !== undefined) this.#line(at, (since) => ({ at: since, link, direction, frame: masked }));
  }

  #line(at: number, line: (since: number) => RecordingLine): void {
    this.start(at);
    this.#last = Math.max(this.#last, at - (this.#started ?? at));
    this.#write(formatLine(line(this.#last)));
  }
}
