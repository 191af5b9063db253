import { TestScheduler } from 'rxjs/testing';
import { MarbleScriptError } from './diagrams/failure.js';

/** Values by the letters that a diagram has for them. */
export type Values<T> = Readonly<Record<string, T>>;

/** The marks of a diagram, in order: letters, `|` and `#`. */
export function marksOf(marbles: string): readonly string[] {
  return TestScheduler.parseMarbles(marbles, undefined, '#', false, true).map(({ notification }) => {
    if (notification.kind === 'N') return notification.value as unknown as string;
    return notification.kind === 'E' ? '#' : '|';
  });
}

/** Tells the author of a letter that stands for nothing. */
export function checkLetters(helper: string, marbles: string, values: object): void {
  for (const mark of marksOf(marbles)) {
    if (mark === '|' || mark === '#' || Object.hasOwn(values, mark)) continue;
    const named = Object.keys(values);
    const known = named.length === 0 ? 'no values are given' : `the values are for ${named.join(', ')}`;
    throw new MarbleScriptError(helper, `the diagram '${marbles}' has a ${show(mark)}, and ${known}`);
  }
}

const show = (mark: string): string => `"${mark}"`;

/** A diagram of things to do: one that ends or fails is no such diagram. */
export function checkScript(helper: string, marbles: string, values: object): void {
  const wrong = marksOf(marbles).find((mark) => mark === '|' || mark === '#');
  if (wrong !== undefined)
    throw new MarbleScriptError(
      helper,
      `the diagram '${marbles}' has a ${show(wrong)}: a script has values alone`,
    );
  checkLetters(helper, marbles, values);
}
