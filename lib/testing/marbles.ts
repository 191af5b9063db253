import { TestScheduler } from 'rxjs/testing';
import { MarbleScriptError } from './diagrams/failure.js';
import { show } from './diagrams/show.js';

/** Values by the letters that a diagram has for them. */
export type Values<T> = Readonly<Record<string, T>>;

/** A mark of a diagram, and its moment. */
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

/** Tells the author of a diagram that is none. */
export function checkDiagram(helper: string, marbles: unknown): void {
  if (typeof marbles !== 'string')
    throw new MarbleScriptError(helper, `expects a diagram, such as '--a'; got ${show(marbles)}`);
}

/** Tells the author of a letter that stands for nothing. */
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

/** A diagram of things to do: one that ends or fails is no such diagram. */
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
