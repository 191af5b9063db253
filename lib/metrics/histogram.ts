/** The upper bounds of the buckets that latencies are counted in, in ms. What is above the last is in `count` alone. */
export const LATENCY_BOUNDS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;

/** How long things took. */
export interface LatencyHistogram {
  /** How many there were. */
  readonly count: number;
  /** All of them together, in ms. */
  readonly sum: number;
  /** How many took no longer than each bound: cumulative, as Prometheus counts. */
  readonly buckets: readonly { readonly le: number; readonly count: number }[];
}

/** Counts latencies by how long they were. */
export class Histogram {
  readonly #counts = LATENCY_BOUNDS.map(() => 0);
  #count = 0;
  #sum = 0;

  /** @param latency in ms. */
  add(latency: number): void {
    this.#count += 1;
    this.#sum += latency;
    const bucket = LATENCY_BOUNDS.findIndex((bound) => latency <= bound);
    if (bucket >= 0) this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  snapshot(): LatencyHistogram {
    let count = 0;
    const buckets = LATENCY_BOUNDS.map((le, index) => ({ le, count: (count += this.#counts[index] ?? 0) }));
    return { count: this.#count, sum: this.#sum, buckets };
  }
}
