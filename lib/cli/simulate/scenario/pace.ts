const STEP = 1.25;
const LEAST = 1 / 64;
const MOST = 64;

/** A factor on the call rate of the scenario. It can be changed while the scenario runs. */
export class Pace {
  #factor = 1;

  get factor(): number {
    return this.#factor;
  }

  faster(): void {
    this.#factor = Math.min(this.#factor * STEP, MOST);
  }

  slower(): void {
    this.#factor = Math.max(this.#factor / STEP, LEAST);
  }
}
