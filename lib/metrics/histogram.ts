/** Upper bounds of the latency buckets, in ms. Latencies above the last are in `count` alone. */
export const LATENCY_BOUNDS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;

/** A histogram of latencies. */
export interface LatencyHistogram {
  /** The number of latencies. */
  readonly count: number;
  /** The sum of the latencies, in ms. */
  readonly sum: number;
  /** The number of latencies up to each bound `le`, in ms: cumulative, as in Prometheus. */
  readonly buckets: readonly { readonly le: number; readonly count: number }[];
}

/** Counts latencies in buckets. */
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
