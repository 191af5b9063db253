import { asExpected, showCommand, type Command } from '../commands.js';
import { draw, type Mark } from './draw.js';
import { Legend } from './legend.js';
import { firstDifference, inWords, type Same } from './paths.js';
import { report } from './report.js';
import { frame as inWordsOf, isMatcher, show } from './show.js';

interface Running {
  readonly frame: number;
  readonly command: Command;
}

/**
 * The expected and the actual running operations, each drawn at the time of its request. An expected operation that
 * does not run is drawn at the end.
 */
export function operationsReport(
  helper: string,
  running: readonly Running[],
  expected: readonly Command[],
  at: number,
  same: Same,
): string {
  const agrees = (came: Command, wanted: Command): boolean => same(asExpected(came, wanted), wanted);
  const legend = new Legend([], (value, known) => agrees(value as Command, known as Command));
  const wanted = expected.map((each) => legend.letterOf(each));
  const came = running.map(({ frame, command }, index): Mark => {
    const counterpart = expected[index];
    const mark = counterpart && agrees(command, counterpart) ? wanted[index] : undefined;
    return { frame, mark: mark ?? legend.letterOf(command) };
  });
  const { rows, groups } = draw([came], legend.fresh);
  return report(
    helper,
    [
      ['expected', wanted.length === 0 ? 'nothing' : wanted.join(' ')],
      ['actual', came.length === 0 ? 'nothing' : rows[0]],
    ],
    [
      ...[...legend.used].map(([letter, value]) => `${letter} = ${showCommand(value)}`),
      ...[...groups].map(([letter, marks]) => `${letter} = ${marks.join(', ')} in one frame`),
    ],
    inAWord(running, expected, at, same),
  );
}

function inAWord(running: readonly Running[], expected: readonly Command[], at: number, same: Same): string {
  const when = at === Infinity ? 'At the end' : `At ${inWordsOf(at)}`;
  for (let index = 0; index < Math.max(running.length, expected.length); index += 1) {
    const came = running[index];
    const wanted = expected[index];
    if (came === undefined)
      return `${when} ${wanted === undefined ? '?' : nameOf(wanted)} was to be running, and is not.`;
    const since = `${came.command.method}, asked at ${inWordsOf(came.frame)},`;
    if (wanted === undefined) return `${when} ${since} is still running.`;
    const shown = asExpected(came.command, wanted);
    if (same(shown, wanted)) continue;
    if (shown.method !== wanted.method)
      return `${when} ${nameOf(wanted)} was to be running; it is ${since} that is.`;
    const found = firstDifference(shown.params, wanted.params, same);
    return `${when} ${since} differs in ${found === undefined ? 'its params' : inWords(found)}.`;
  }
  return 'Taken one by one, all are the same.';
}

const nameOf = (wanted: Command): string => (isMatcher(wanted) ? show(wanted) : wanted.method);
