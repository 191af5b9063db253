// The lines that are printed during a run and at its end.
import type { FleetOutcome } from './check-run.js';
import { sumsOfAll, table, type CallRecord } from './tally.js';
import type { ObservedCall } from './observed-call.js';
import type { Worker } from './workers.js';

/** The current sums, as two parts of a line. */
export const progress = (calls: readonly ObservedCall[], workers: readonly Worker[]): [string, string] => {
  const { completed, passedOn, lost } = sumsOfAll(calls.map(({ record }) => record));
  const talking = calls.filter(({ isTalking }) => isTalking);
  const shares = workers.map(
    ({ name, exit }) => exit ?? String(talking.filter(({ worker }) => worker === name).length),
  );
  return [
    `${calls.length} made`,
    `${talking.length} live (${shares.join(', ')}), ${completed} completed, ${passedOn} passed on, ${lost} lost`,
  ];
};

/** The longest ringing times, by the worker that had the call before the one that answered it. */
const rings = ({ records, drained, killed }: FleetOutcome): string => {
  const longest = (of: readonly CallRecord[]): string =>
    `${(Math.max(...of.map(({ answeredAfter = 0 }) => answeredAfter)) / 1000).toFixed(1)} s`;
  const left = [drained, killed].flatMap((leaver) => {
    if (leaver === undefined) return [];
    const calls = records.filter(({ offers }) => offers.at(-2) === leaver.worker);
    return calls.length === 0 ? [] : [`${longest(calls)} where ${leaver.worker} left it to another`];
  });
  const direct = records.filter(({ offers }) => offers.length === 1);
  return `Phones rang for at most ${[longest(direct), ...left].join(', ')}.`;
};

/** The report of a run, as lines of text. */
export const report = (outcome: FleetOutcome): readonly string[] => {
  const { records, workers, drained, killed, seconds } = outcome;
  const { offered, completed, lost } = sumsOfAll(records);
  const notes = {
    ...(drained && { [drained.worker]: 'drained' }),
    ...(killed && { [killed.worker]: `killed with ${killed.live.length}` }),
  };
  return [
    '',
    ...table(records, workers, notes),
    '',
    `${records.length} calls in ${seconds.toFixed(1)} s are ${(records.length / seconds).toFixed(1)} a second.`,
    `${offered} offered = ${completed} completed + ${lost} lost.`,
    rings(outcome),
  ];
};
