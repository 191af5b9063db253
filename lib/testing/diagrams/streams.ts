import type { ObservableNotification } from 'rxjs';
import { draw, type Mark } from './draw.js';
import { Legend } from './legend.js';
import { alike, firstMismatch, type Expectation, type Message } from './messages.js';
import { report } from './report.js';
import { differenceInWords } from './words.js';

/** The report of a stream that differs: both diagrams, and the first difference in words. */
export function streamReport(
  actual: readonly Message[],
  expected: readonly Message[],
  expectation: Expectation,
): string {
  const { helper, letters, values, view, same, show } = expectation;
  const legend = new Legend([...written(letters, expected), ...Object.entries(values)], (value, known) =>
    same(view(value, known), known),
  );

  const wanted = expected.map(({ frame, notification }, index): Mark => {
    const letter = letters[index];
    const letterOf = (value: unknown): string =>
      letter === undefined ? legend.letterOf(value) : legend.write(letter, value);
    return { frame, mark: markOf(notification, letterOf) };
  });
  const came = actual.map(({ frame, notification }, index): Mark => {
    const counterpart = expected[index]?.notification;
    const mark = wanted[index]?.mark;
    // Of two letters for the same value, the one at the same place.
    if (mark !== undefined && counterpart !== undefined && alike(notification, counterpart, expectation))
      return { frame, mark };
    return { frame, mark: markOf(notification, (value) => legend.letterOf(value)) };
  });

  const { rows, groups } = draw([wanted, came], legend.fresh);
  const index = firstMismatch(actual, expected, expectation);
  return report(
    helper,
    [
      ['expected', rows[0]],
      ['actual', rows[1]],
    ],
    [
      // A letter whose value is the letter itself needs no legend.
      ...[...legend.used].flatMap(([letter, value]) =>
        letter === value ? [] : [`${letter} = ${show(value)}`],
      ),
      ...[...groups].map(([letter, marks]) => `${letter} = ${marks.join(', ')} in one frame`),
      ...errorsOf(actual, expected, expectation),
    ],
    differenceInWords(
      { message: expected[index], mark: wanted[index]?.mark },
      { message: actual[index], mark: came[index]?.mark },
      actual[index - 1],
      expectation,
    ),
  );
}

/** The letters of the diagram, and the values that they stand for. */
function written(letters: readonly string[], messages: readonly Message[]): (readonly [string, unknown])[] {
  return messages.flatMap(({ notification }, index) => {
    const letter = letters[index];
    return notification.kind === 'N' && letter !== undefined ? [[letter, notification.value]] : [];
  });
}

function markOf(notification: ObservableNotification<unknown>, letterOf: (value: unknown) => string): string {
  switch (notification.kind) {
    case 'N':
      return letterOf(notification.value);
    case 'E':
      return '#';
    case 'C':
      return '|';
  }
}

/** The legend of `#`: one error, or one for each side. */
function errorsOf(
  actual: readonly Message[],
  expected: readonly Message[],
  { same, show }: Expectation,
): readonly string[] {
  const [came, wanted] = [actual, expected].map((messages) =>
    messages.flatMap(({ notification }) => (notification.kind === 'E' ? [notification] : [])).at(0),
  );
  if (came && wanted && !same(came.error, wanted.error))
    return [`# = ${show(wanted.error)} (expected), ${show(came.error)} (actual)`];
  const error = came ?? wanted;
  return error ? [`# = ${show(error.error)}`] : [];
}
