import { inspect } from 'node:util';
import { length } from './draw.js';

/** Longer texts are cut. */
const LONGEST = 160;

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;

/** An error as text: its class and its message. */
const error = ({ name, message }: Error): string => (message === '' ? name : `${name}: ${message}`);

/** An asymmetric matcher of Jest or a compatible runner: `Any<Number>`, `ObjectContaining { a: 1 }`. */
interface Matcher {
  asymmetricMatch(value: unknown): unknown;
  toAsymmetricMatcher?(): string;
  toString(): string;
  readonly sample?: unknown;
}

/** Whether a value is a test runner's matcher, such as `expect.objectContaining({ … })`. */
export const isMatcher = (value: unknown): value is Matcher =>
  typeof value === 'object' && value !== null && 'asymmetricMatch' in value;

const matcher = (value: Matcher): string =>
  value.toAsymmetricMatcher?.() ?? `${String(value)} ${show(value.sample)}`;

/** A value on one line. */
export function show(value: unknown, longest = LONGEST): string {
  if (value instanceof Error) return cut(error(value), longest);
  if (isMatcher(value)) return cut(matcher(value), longest);
  const text = inspect(value, { depth: 6, breakLength: Infinity, compact: true, maxArrayLength: 20 });
  return cut(text.replaceAll(/\s*\n\s*/g, ' '), longest);
}

/** A moment of virtual time: `frame 8`, or for large frames `frame 9800 (9.8s)`. */
export const frame = (at: number): string => (at < 1000 ? `frame ${at}` : `frame ${at} (${length(at)})`);
