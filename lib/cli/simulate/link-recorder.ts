import { jsonOr } from '../../protocol/json-or.js';
import { Masker } from '../../recording/mask.js';
import { Recorder } from '../../recording/recorder.js';
import { realTime } from './clock.js';

/** Records every connection in real time, as the client sees it: frames from the client are `sent`. */
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

  /** Adds a connection. */
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
  /** Records a frame; the direction is the simulator's. */
  readonly passed: (direction: 'received' | 'sent', text: string) => void;
  readonly closed: (code: number) => void;
}
