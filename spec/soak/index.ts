// Thousands of calls over a connection that misbehaves all the while, and what must be true after them. It prints its
// seed: given again, the same callers call and the same faults are drawn. `npm run soak -- --help` tells the options.
import { parseArgs } from 'node:util';
import { soak, type SoakPlan } from './soak.js';
import type { Counts } from './tally.js';

/** Bytes of the heap that a call may leave behind, all things considered. */
const MAX_GROWTH = 300;
/** Of fewer calls than these, what the engine keeps of its own is more than what a call could. */
const MEASURABLE = 5_000;

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '10000' },
    live: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    'faults-per-second': { type: 'string', default: '10' },
    'warm-up': { type: 'string', default: '1000' },
    pace: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(`npm run soak -- [options]
  --calls n               how many calls, 10000 by default
  --live n                how many of them at a time, 200 by default
  --faults-per-second n   how many faults a second on average, 10 by default; 0 for none
  --pace n                how many times as long everybody takes; as long as it takes to serve so many by default
  --warm-up n             how many calls before the heap is first measured, 1000 by default
  --seed n                of callers and faults; a new one each time by default`);
  process.exit();
}

const number = (name: Exclude<keyof typeof values, 'help'>, least: number): number => {
  const value = Number(values[name]);
  if (Number.isFinite(value) && value >= least) return value;
  console.error(`--${name} is a number of at least ${least}, not ${values[name]}`);
  process.exit(1);
};

const live = number('live', 1);
const plan: SoakPlan = {
  calls: number('calls', 1),
  live,
  // So many calls of people who talk as fast as they can are more than two processes on one machine can serve.
  pace: values.pace === undefined ? Math.max(1, Math.round(live / 100) - 1) : number('pace', 1),
  seed: number('seed', 0),
  faultsPerSecond: number('faults-per-second', 0),
  warmUp: number('warm-up', 1),
};

const table = (title: string, counts: Counts): void => {
  console.log(`\n${title}`);
  for (const [what, count] of Object.entries(counts)) console.log(`${String(count).padStart(8)}  ${what}`);
};

console.log(
  `seed ${plan.seed}: ${plan.calls} calls, ${plan.live} at a time at pace ${plan.pace}, ${plan.faultsPerSecond} faults a second`,
);
const start = performance.now();
const { report, ends, errors, sockets, growth, wrongs } = await soak(plan);

table('Faults', report.faults);
table("The callers' calls ended", report.ended);
table('Flows, dials and messages ended', ends);
table('Told on errors$', errors);

const failures = [...wrongs];
const { connected, closed } = growth;
console.log(`\n${Math.round((performance.now() - start) / 1000)} s, ${sockets} sockets`);
console.log(
  `The heap has grown by ${Math.round(connected)} bytes a call while connected, ${Math.round(closed)} once closed` +
    (plan.calls < MEASURABLE ? `: not judged, of fewer than ${MEASURABLE} calls` : ''),
);
if (report.calls < plan.calls) failures.push(`only ${report.calls} calls of ${plan.calls} came to an end`);
if (plan.calls >= MEASURABLE) {
  for (const [when, bytes] of Object.entries(growth)) {
    if (bytes > MAX_GROWTH)
      failures.push(
        `the heap has grown by ${Math.round(bytes)} bytes a call (${when}): more than ${MAX_GROWTH}`,
      );
  }
}
for (const failure of failures.slice(0, 30)) console.log(`WRONG: ${failure}`);
if (failures.length > 30) console.log(`WRONG: and ${failures.length - 30} things more`);
console.log(
  failures.length === 0 ? 'As it should be.' : `Not as it should be: --seed ${plan.seed} does it again.`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
