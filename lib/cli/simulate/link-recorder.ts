import { jsonOr } from '../../protocol/json-or.js';
import { Masker } from '../../recording/mask.js';
import { Recorder } from '../../recording/recorder.js';
import { realTime } from './clock.js';

/** Writes what passes on each connection as a recording, seen from the client: what it sends is `sent`, in real time. */
export class LinkRecorder {
  readonly #recorder: Recorder;
  #links = 0;

  constructor(write: (text: string) => void) {
    this.#recorder = new Recorder(new Masker([]), write);
  }

  /** Writes the header. */
  start(): void {
    this.#recorder.start(realTime());
  }

  /** A connection that has opened. */
  link(): LinkLog {
    const link = (this.#links += 1);
    this.#recorder.opened(realTime(), link);
    return {
      passed: (direction, text) =>
        this.#recorder.frame(
          realTime(),
          link,
          direction === 'received' ? 'sent' : 'received',
          jsonOr(text, text),
        ),
      closed: (code) => this.#recorder.closed(realTime(), link, code),
    };
  }
}

export interface LinkLog {
  /** As the simulator sees it. */
  readonly passed: (direction: 'received' | 'sent', text: string) => void;
  readonly closed: (code: number) => void;
}
