// Measures this library beside a loop that was written by hand for the one flow, and beside SignalWire's published client,
// in one run. Nothing passes or fails. `npm run bench -- [--quick] [--save]`
import { writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { buildProcesses } from './build.js';
import { heldPrompts } from './measures/held-prompts.js';
import { latency } from './measures/latency.js';
import type { Bench, Result } from './measures/result.js';
import { wholeCall } from './measures/whole-call.js';
import { Client, Load } from './processes.js';
import { chart } from './report/chart.js';
import { print } from './report/table.js';

/** The first is what the others are measured against. */
const CLIENTS = ['loop', 'coalesced loop', 'relay-rx', 'realtime-api'];

const started = performance.now();
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${type()} ${release()}`;
const circumstances = `${new Date().toISOString().slice(0, 10)}, node ${process.version}, ${machine}`;
console.log(
  `${circumstances}\nRatios are against the loop: medians, and the quartiles of the rounds in brackets.`,
);

const files = await buildProcesses();
const load = new Load(files.load);
const { port = 0 } = await load.ask({ do: 'listen' });
const clients = CLIENTS.map((name) => new Client(files.client, name, port));
for (const client of CLIENTS) await load.ask({ do: 'await', client });

const bench: Bench = { load, clients, quick: process.argv.includes('--quick') };
const results: Result[] = [];
const add = (...more: readonly Result[]): void => {
  for (const result of more) print(result);
  results.push(...more);
};
add(await wholeCall(bench));
add(...(await heldPrompts(bench)));
add(await latency(bench));

load.end();
for (const client of clients) client.end();
if (process.argv.includes('--save')) {
  writeFileSync('bench/results.json', `${JSON.stringify({ circumstances, results }, undefined, 2)}\n`);
  writeFileSync('docs/benchmark.svg', chart(results, circumstances));
}
console.log(`\nDone in ${Math.round((performance.now() - started) / 1000)} s.`);
