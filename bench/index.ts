// Measures this library beside SignalWire's published client, in one run. What it prints are ratios with their
// spread: no number here passes or fails. `npm run bench -- [--quick] [names of measures]`
import { cpus, release, type } from 'node:os';
import { burst } from './measures/burst.js';
import { decoding } from './measures/decode.js';
import { eventCost } from './measures/event-cost.js';
import { memory } from './measures/memory.js';
import { prompts } from './measures/prompts.js';
import type { Effort } from './support/rounds.js';

const MEASURES: Readonly<Record<string, (effort: Effort) => Promise<void>>> = {
  'event-cost': eventCost,
  burst,
  prompts,
  memory,
  decode: decoding,
};

const names = process.argv.slice(2).filter((name) => name !== '--quick');
const quick = process.argv.includes('--quick');
const effort: Effort = quick
  ? { rounds: 3, batch: 5, warmUp: 100, quick }
  : { rounds: 21, batch: 10, warmUp: 1_000, quick };

const unknown = names.filter((name) => !(name in MEASURES));
if (unknown.length > 0) {
  console.error(`No measure ${unknown.join(', ')}: there are ${Object.keys(MEASURES).join(', ')}`);
  process.exit(1);
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${type()} ${release()}`;
console.log(`${new Date().toISOString().slice(0, 10)}, node ${process.version}, ${machine}`);
console.log('Medians; ± and the ranges in brackets are the quartiles of the rounds. × is against relay-rx.');

const start = performance.now();
for (const [name, measure] of Object.entries(MEASURES)) {
  if (names.length === 0 || names.includes(name)) await measure(effort);
}
console.log(`\nDone in ${Math.round((performance.now() - start) / 1000)} s.`);
// The published client keeps timers of its own.
process.exit(0);
