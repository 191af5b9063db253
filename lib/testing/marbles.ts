import { TestScheduler } from 'rxjs/testing';
import { MarbleScriptError } from './diagrams/failure.js';
import { show } from './diagrams/show.js';

/** Values by their letters in a diagram. */
export type Values<T> = Readonly<Record<string, T>>;

/** A mark of a diagram and its frame. */
export interface TimedMark {
  readonly frame: number;
  /** A letter, `|` or `#`. */
  readonly mark: string;
}

/** Reads a diagram, in order. */
export function readMarbles(helper: string, marbles: string): readonly TimedMark[] {
  checkDiagram(helper, marbles);
  return TestScheduler.parseMarbles(marbles, undefined, '#', false, true).map(({ frame, notification }) => {
    if (notification.kind === 'N') return { frame, mark: notification.value as unknown as string };
    return { frame, mark: notification.kind === 'E' ? '#' : '|' };
  });
}

/** Throws for a value that is no diagram. */
export function checkDiagram(helper: string, marbles: unknown): void {
  if (typeof marbles !== 'string')
    throw new MarbleScriptError(helper, `expects a diagram, such as '--a'; got ${show(marbles)}`);
}

/** Throws for a letter without a value. */
export function checkLetters(
  helper: string,
  marbles: string,
  marks: readonly TimedMark[],
  values: unknown,
): void {
  const named = namesOf(helper, values);
  for (const { mark } of marks) {
    if (mark === '|' || mark === '#' || Object.hasOwn(values as object, mark)) continue;
    const known = named.length === 0 ? 'no values are given' : `the values are for ${named.join(', ')}`;
    throw new MarbleScriptError(helper, `the diagram '${marbles}' has a "${mark}", and ${known}`);
  }
}

/** Checks a diagram of actions, which must not complete or fail. */
export function checkScript(
  helper: string,
  marbles: string,
  marks: readonly TimedMark[],
  values: unknown,
): void {
  const wrong = marks.find(({ mark }) => mark === '|' || mark === '#');
  if (wrong !== undefined)
    throw new MarbleScriptError(
      helper,
      `the diagram '${marbles}' has a "${wrong.mark}": a script has values alone`,
    );
  checkLetters(helper, marbles, marks, values);
}

function namesOf(helper: string, values: unknown): readonly string[] {
  if (typeof values !== 'object' || values === null)
    throw new MarbleScriptError(
      helper,
      `expects an object with a value for each letter; got ${show(values)}`,
    );
  return Object.keys(values);
}
