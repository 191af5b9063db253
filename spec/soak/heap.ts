import { setTimeout } from 'node:timers/promises';

/** Bytes; so small a change from one collection to the next is none. */
const STEADY = 2_000;

/** Collects garbage until nothing more is to be had, and says how many bytes are in use then. */
export async function heapInUse(): Promise<number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('The heap can be measured with --expose-gc only');
  let before = Infinity;
  for (let round = 0; round < 30; round += 1) {
    gc();
    // What a collection sets free in turn, and finalizers, take a turn of their own.
    await setTimeout(20);
    gc();
    const now = process.memoryUsage().heapUsed;
    if (Math.abs(before - now) < STEADY) return now;
    before = now;
  }
  return before;
}
