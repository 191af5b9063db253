import { Masker } from '../../recording/mask.js';
import { Recorder } from '../../recording/recorder.js';

/** Writes what passes on each connection as a recording, seen from the client: what it sends is `sent`. */
export class LinkRecorder {
  readonly #recorder: Recorder;
  readonly #now: () => number;
  #links = 0;

  constructor(write: (text: string) => void, now: () => number) {
    this.#recorder = new Recorder(new Masker([]), write);
    this.#now = now;
  }

  /** Writes the header. */
  start(): void {
    this.#recorder.start(this.#now());
  }

  /** A connection that has opened. */
  link(): LinkLog {
    const link = (this.#links += 1);
    this.#recorder.opened(this.#now(), link);
    return {
      passed: (direction, text) =>
        this.#recorder.frame(this.#now(), link, direction === 'received' ? 'sent' : 'received', jsonOf(text)),
      closed: (code) => this.#recorder.closed(this.#now(), link, code),
    };
  }
}

export interface LinkLog {
  /** As the simulator sees it. */
  readonly passed: (direction: 'received' | 'sent', text: string) => void;
  readonly closed: (code: number) => void;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
