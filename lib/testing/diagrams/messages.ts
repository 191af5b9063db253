import type { ObservableNotification } from 'rxjs';
import type { Same } from './paths.js';

/** Something that a stream did, or was expected to do. */
export interface Message {
  readonly frame: number;
  readonly notification: ObservableNotification<unknown>;
}

/** Details of an expectation, beside its two sides. */
export interface Expectation {
  /** Its name in the test. */
  readonly helper: string;
  /** Kind of its values: `value`, `command`. */
  readonly noun: string;
  /** The letters of the author's diagram, in order, `|` and `#` among them; none where there is no diagram. */
  readonly letters: readonly string[];
  /** Meaning of the author's letters, also those that the diagram does not use. */
  readonly values: Readonly<Record<string, unknown>>;
  /** A value as far as an expected one says anything of it. */
  readonly view: (value: unknown, expected: unknown) => unknown;
  /** A value as the legend has it. */
  readonly show: (value: unknown) => string;
  readonly same: Same;
}

/** Whether what came is what was wanted, whenever it came. */
export function alike(
  came: ObservableNotification<unknown>,
  wanted: ObservableNotification<unknown>,
  { view, same }: Pick<Expectation, 'view' | 'same'>,
): boolean {
  if (wanted.kind === 'N') return came.kind === 'N' && same(view(came.value, wanted.value), wanted.value);
  if (wanted.kind === 'E') return came.kind === 'E' && same(came.error, wanted.error);
  return came.kind === 'C';
}

/** The index of the first message that is not as it was wanted; -1 when all are. */
export function firstMismatch(
  actual: readonly Message[],
  expected: readonly Message[],
  expectation: Pick<Expectation, 'view' | 'same'>,
): number {
  const longest = Math.max(actual.length, expected.length);
  return Array.from({ length: longest }, (_, index) => index).findIndex((index) => {
    const came = actual[index];
    const wanted = expected[index];
    if (came === undefined || wanted === undefined || came.frame !== wanted.frame) return true;
    return !alike(came.notification, wanted.notification, expectation);
  });
}
