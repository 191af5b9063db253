import { show } from './show.js';

/** The deep equality of the test. */
export type Same = (actual: unknown, expected: unknown) => boolean;

/** The first difference of two values. */
export interface Difference {
  /** `collect.digits.max`, or `media[0].text`; empty for the values themselves. */
  readonly path: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is compared part by part: plain objects and arrays, but no matchers of the test runner. */
const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' &&
  value !== null &&
  !('asymmetricMatch' in value) &&
  (Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null));

/** Finds the first difference of two values. It goes into them only as far as both have the same shape. */
export function firstDifference(
  actual: unknown,
  expected: unknown,
  same: Same,
  path = '',
): Difference | undefined {
  if (same(actual, expected)) return undefined;
  if (isPlain(actual) && isPlain(expected) && Array.isArray(actual) === Array.isArray(expected)) {
    const inArray = Array.isArray(expected);
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const deeper = inArray ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      const found = firstDifference(actual[key], expected[key], same, deeper);
      if (found !== undefined) return found;
    }
  }
  return { path, actual, expected };
}

/** `collect.digits.max: expected 1, got 2`. */
export function inWords({ path, actual, expected }: Difference): string {
  return `${path}: expected ${there(expected)}, got ${there(actual)}`;
}

const there = (value: unknown): string => (value === undefined ? 'nothing' : show(value));
