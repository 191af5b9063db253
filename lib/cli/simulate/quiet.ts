import type { Observable } from 'rxjs';
import type { SimulatedFrame } from '../../simulator/engine/journal.js';

/** Milliseconds of real time that a client and its network need to react to a frame. */
const REACTION = 15;
const AT_MOST = 250;

/** Detects when clients have reacted to the frames that they received. */
export class Quiet {
  #unheeded = false;
  #last = 0;
  readonly #watching;

  constructor(frames$: Observable<SimulatedFrame>) {
    this.#watching = frames$.subscribe(({ direction }) => {
      this.#last = performance.now();
      if (direction === 'sent') this.#unheeded = true;
    });
  }

  /** Resolves at once if no frame was sent, and otherwise after a while without frames. */
  async settled(): Promise<void> {
    const began = performance.now();
    await pause(0);
    while (this.#unheeded) {
      const now = performance.now();
      if (now - this.#last >= REACTION || now - began >= AT_MOST) this.#unheeded = false;
      else await pause(REACTION - (now - this.#last));
    }
  }

  close(): void {
    this.#watching.unsubscribe();
  }
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms)));
