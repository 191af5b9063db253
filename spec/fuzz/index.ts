/** The fuzzer by hand: `npm run fuzz -- --minutes 5 --seed 1 --save`. docs/fuzzing.md says what it does. */
import { parseArgs } from 'node:util';
import { lineOf, save } from './corpus.js';
import { Hunt, type Progress } from './hunt.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    save: { type: 'boolean', default: false },
  },
});

/** A number that an option gives, from `least` on. */
function number(option: 'minutes' | 'seed', least: number): number {
  const value = Number(values[option]);
  if (Number.isFinite(value) && value >= least) return value;
  throw new RangeError(`--${option} is a number of at least ${least}, not ${values[option]}`);
}

const minutes = number('minutes', 0);
const seed = number('seed', 0);
const began = Date.now();
const seconds = (): number => (Date.now() - began) / 1_000;
let nextReport = 10;

function report({ executions, blocks, features, population }: Progress): void {
  const rate = Math.round(executions / seconds());
  console.log(
    `${seconds().toFixed(0).padStart(5)} s  ${executions} execs  ${rate}/s  ` +
      `${blocks} blocks  ${features} features  population ${population}`,
  );
}

let last: Progress | undefined;
const hunt = new Hunt({
  goesOn: (progress) => {
    last = progress;
    if (seconds() >= nextReport) {
      report(progress);
      nextReport += 10;
    }
    return seconds() < minutes * 60;
  },
  reached: (entry) => {
    if (values.save) save('reached', entry);
  },
});

console.log(`seed ${seed}, ${minutes} min`);
const found = hunt.run(seed);
if (last !== undefined) report(last);
if (found === undefined) {
  console.log('nothing found');
} else {
  console.log(`${found.what}\nA line for spec/fuzz/corpus/found.jsonl:\n${lineOf(found)}`);
  if (values.save) save('found', found);
  process.exitCode = 1;
}
