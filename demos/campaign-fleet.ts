// A campaign on a fleet: a Redis of its own, the simulator and three workers, each a process. One worker is drained, as
// by a deploy, and another is killed in the middle of its calls. What came of each contact is judged by what the
// simulator saw.
import { parseArgs } from 'node:util';
import { perform, type FleetOptions, type Outcome } from './campaign/fleet/perform.js';
import { problemsOf } from './campaign/fleet/check-run.js';
import { OUTCOMES } from './campaign/contact.js';
import { reasonOf } from './support/log.js';
import { conclude, line, print } from './support/run.js';

const ranges = {
  contacts: { usual: 500, least: 20, most: 100_000 },
  rate: { usual: 20, least: 1, most: 1_000 },
  workers: { usual: 3, least: 3, most: 64 },
  seed: { usual: 1, least: 0, most: 2 ** 32 - 1 },
} as const;

const readOptions = (args: readonly string[]): FleetOptions => {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { contacts: string, rate: string, workers: string, seed: string },
  });
  const number = (name: keyof typeof ranges): number => {
    const { usual, least, most } = ranges[name];
    const text = values[name];
    if (text === undefined) return usual;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new RangeError(`--${name} is a whole number from ${least} to ${most}, not '${text}'`);
  };
  return {
    contacts: number('contacts'),
    rate: number('rate'),
    workers: number('workers'),
    seed: number('seed'),
  };
};

const report = ({ finished, calls, texts, most, rate, drained, killed, costs }: Outcome): void => {
  const seen = [...calls.values()].flat();
  const count = (outcome: string): number =>
    finished.filter(({ result }) => result.outcome === outcome).length;
  print('');
  for (const outcome of OUTCOMES) print(`${outcome.padEnd(12)}${String(count(outcome)).padStart(6)}`);
  print(`${'in all'.padEnd(12)}${String(finished.length).padStart(6)}\n`);
  const lost = seen.filter(({ isLost }) => isLost);
  const sent = [...texts.values()].reduce((sum, each) => sum + each, 0);
  print(`The simulator saw ${seen.length} calls to ${calls.size} people and ${sent} text messages.`);
  print(`${killed ?? 'Nobody'} was killed with ${lost.length} calls. ${drained ?? 'Nobody'} was drained.`);
  const pace = (costs.calls / costs.seconds).toFixed(1);
  print(
    `${costs.calls} calls in ${costs.seconds.toFixed(1)} s are ${pace} a second; the most within a second: ${most}, of ${rate}.`,
  );
  print(
    `Redis: ${(costs.redisCommands / costs.calls).toFixed(0)} commands and ` +
      `${((costs.redisSeconds * 1000) / costs.calls).toFixed(1)} ms of processor time a call, ` +
      `${(costs.redisBytes / finished.length / 1024).toFixed(1)} KiB a contact.`,
  );
  const worked = costs.workerSeconds;
  print(
    `Workers: at most ${costs.concurrent} calls at a time in one` +
      (worked === undefined
        ? '.'
        : `, ${((worked * 1000) / costs.calls).toFixed(1)} ms of processor time a call.`),
  );
};

const run = async (options: FleetOptions): Promise<boolean> => {
  const { contacts, rate, workers, seed } = options;
  print(
    `A campaign on a fleet: Redis, the simulator and ${workers} workers. ${contacts} contacts, ${rate} calls a second.\n` +
      `One worker is drained (SIGTERM), another is killed (SIGKILL). The seed is ${seed}.\n`,
  );
  const outcome = await perform(options, line);
  report(outcome);
  const faults = problemsOf(outcome);
  for (const fault of faults.slice(0, 20)) print(fault);
  for (const error of outcome.errors.slice(0, 5)) print(`A worker says: ${error}`);
  return conclude(
    faults.length === 0,
    'each contact has one result, what they did is what it says, and nobody was called again for a finished job',
  );
};

try {
  if (!(await run(readOptions(process.argv.slice(2))))) process.exitCode = 1;
} catch (error) {
  print(reasonOf(error));
  process.exitCode = 1;
}
