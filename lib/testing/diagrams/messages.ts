import type { ObservableNotification } from 'rxjs';
import type { Same } from './paths.js';

/** A notification of a stream, actual or expected. */
export interface Message {
  readonly frame: number;
  readonly notification: ObservableNotification<unknown>;
}

/** Details of an expectation. */
export interface Expectation {
  /** Its name in the test. */
  readonly helper: string;
  /** Kind of its values: `value`, `command`. */
  readonly noun: string;
  /** The letters of the author's diagram, in order, `|` and `#` among them; none where there is no diagram. */
  readonly letters: readonly string[];
  /** The values of the author's letters, including those that the diagram does not use. */
  readonly values: Readonly<Record<string, unknown>>;
  /** A value, reduced to the fields of the expected one. */
  readonly view: (value: unknown, expected: unknown) => unknown;
  /** A value as text for the legend. */
  readonly show: (value: unknown) => string;
  readonly same: Same;
}

/** Whether two notifications are equal, apart from their times. */
export function alike(
  came: ObservableNotification<unknown>,
  wanted: ObservableNotification<unknown>,
  { view, same }: Pick<Expectation, 'view' | 'same'>,
): boolean {
  if (wanted.kind === 'N') return came.kind === 'N' && same(view(came.value, wanted.value), wanted.value);
  if (wanted.kind === 'E') return came.kind === 'E' && same(came.error, wanted.error);
  return came.kind === 'C';
}

/** The index of the first notification that differs; -1 if none does. */
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
