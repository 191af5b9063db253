// The options on the command line.
import { parseArgs } from 'node:util';

export interface FleetOptions {
  readonly calls: number;
  /** Calls a second. */
  readonly rate: number;
  readonly workers: number;
}

const ranges = {
  // Fewer end before there is anything to see.
  calls: { usual: 2_000, least: 100, most: 100_000 },
  rate: { usual: 80, least: 10, most: 10_000 },
  // One is drained, one is killed, and at least one must remain.
  workers: { usual: 4, least: 3, most: 64 },
} as const;

type Name = keyof typeof ranges;

const numberOf = (name: Name, text: string | undefined): number => {
  const { usual, least, most } = ranges[name];
  if (text === undefined) return usual;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new RangeError(`--${name} is a whole number from ${least} to ${most}, not '${text}'`);
};

/** @throws an Error that names the wrong argument. */
export const readOptions = (args: readonly string[]): FleetOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: { calls: { type: 'string' }, rate: { type: 'string' }, workers: { type: 'string' } },
  });
  return {
    calls: numberOf('calls', values.calls),
    rate: numberOf('rate', values.rate),
    workers: numberOf('workers', values.workers),
  };
};
