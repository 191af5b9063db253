import { types } from 'node:util';
import { invalid, optional, record, type Schema } from '../protocol/options/schema.js';
import { count, that } from '../protocol/options/values.js';

/** Limits of collected digits. Digits outside them are no match. */
export interface DigitLimits {
  /**
   * The least number of digits, a whole number. 0 also accepts a terminator without digits.
   * @default 0
   */
  readonly min?: number | undefined;
  /**
   * The greatest number of digits, a whole number of at least 1.
   * @default none
   */
  readonly max?: number | undefined;
  /** A pattern that the digits must match. It may match a part of them; use `^` and `$` for all of them. */
  readonly pattern?: RegExp | undefined;
}

export const limitFields: Schema<DigitLimits> = {
  min: optional(count(0)),
  max: optional(count(1)),
  pattern: optional(that('a regular expression', types.isRegExp)),
};

const read = record<DigitLimits>(limitFields);

/** Checks the limits and returns a predicate that says whether digits are within them. Errors begin with `path`. */
export function digitLimits(limits: DigitLimits, path: string): (digits: string) => boolean {
  read(limits, path);
  const { min, max, pattern } = limits;
  const least = min ?? 0;
  const most = max ?? Infinity;
  if (least > most) throw invalid(`${path}.min`, `at most max, which is ${most}`, least);
  // Without the flags g and y, which would make a match depend on the one before.
  const tested = pattern && new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  return (digits) =>
    digits.length >= least && digits.length <= most && (tested === undefined || tested.test(digits));
}
