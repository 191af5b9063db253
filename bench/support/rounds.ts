/** How thorough a run is. */
export interface Effort {
  readonly rounds: number;
  /** How long one measurement of one contender takes at least, in ms. */
  readonly batch: number;
  /** How long each client is warmed up before it is measured, in ms. */
  readonly warmUp: number;
  readonly quick: boolean;
}

/** One measurement, of any unit: less is better. */
export interface Contender {
  readonly name: string;
  measure(): Promise<number>;
}

export interface Samples {
  readonly name: string;
  readonly values: readonly number[];
}

/** Where the values of several rounds lie. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/**
 * Measures contenders in turn, round after round, each round in another order: what else the machine does falls on
 * all of them alike. The first round warms up and is thrown away.
 */
export async function interleave(contenders: readonly Contender[], rounds: number): Promise<Samples[]> {
  const samples = contenders.map(({ name }) => ({ name, values: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const index = (turn + round) % contenders.length;
      const value = await contenders[index]?.measure();
      if (round > 0 && value !== undefined) samples[index]?.values.push(value);
    }
  }
  return samples;
}

/** The median, and the quartiles around it. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => {
    const place = (sorted.length - 1) * share;
    const below = sorted[Math.floor(place)] ?? NaN;
    const above = sorted[Math.ceil(place)] ?? NaN;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/** How many times the other one's value, round by round. */
export function ratio(samples: Samples, base: Samples): Spread {
  return spread(samples.values.map((value, round) => value / (base.values[round] ?? NaN)));
}

/** Lets everything that is due now happen. */
export async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** How long a run takes, in µs. */
export async function timed(run: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) * 1000;
}

/**
 * Times `run` again and again until that has taken `least` ms; what `prepare` does before each time is left out, and
 * so is the garbage of whoever was measured before.
 */
export async function timedFor<T>(
  least: number,
  prepare: () => Promise<T> | T,
  run: (prepared: T) => Promise<void> | void,
): Promise<number> {
  let total = 0;
  let count = 0;
  globalThis.gc?.();
  do {
    const prepared = await prepare();
    total += await timed(() => run(prepared));
    count += 1;
  } while (total < 1000 * least);
  return total / count;
}

/** What remains on the heap, in bytes. */
export async function heap(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc');
  await turns();
  globalThis.gc();
  await turns();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
