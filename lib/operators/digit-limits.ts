import { types } from 'node:util';
import { invalid, optional, record, type Schema } from '../protocol/options/schema.js';
import { count, that } from '../protocol/options/values.js';

/** Limits of digits; anything else is no match. */
export interface DigitLimits {
  /** How many digits there are at least: a whole number. 0 by default, which takes a bare terminator too. */
  readonly min?: number | undefined;
  /** How many digits there are at most: a whole number of at least 1. */
  readonly max?: number | undefined;
  /** Pattern of the digits. Begin it with `^` and end it with `$` where all of them are meant. */
  readonly pattern?: RegExp | undefined;
}

export const limitFields: Schema<DigitLimits> = {
  min: optional(count(0)),
  max: optional(count(1)),
  pattern: optional(that('a regular expression', types.isRegExp)),
};

const read = record<DigitLimits>(limitFields);

/** Checks limits and gives whether digits are within them. Errors begin with `path`. */
export function digitLimits(limits: DigitLimits, path: string): (digits: string) => boolean {
  read(limits, path);
  const { min, max, pattern } = limits;
  const least = min ?? 0;
  const most = max ?? Infinity;
  if (least > most) throw invalid(`${path}.min`, `at most max, which is ${most}`, least);
  // A global or sticky expression remembers where it stopped; this one is tested from the start each time.
  const tested = pattern && new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  return (digits) =>
    digits.length >= least && digits.length <= most && (tested === undefined || tested.test(digits));
}
