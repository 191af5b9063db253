import type { Axis } from './axis.js';
import type { Drawing } from './drawing.js';
import { legendOf, symbolsOf, type Mark } from './lane.js';

interface Group {
  readonly column: number;
  readonly symbols: string[];
  pause: boolean;
}

const widthOf = ({ symbols }: Group): number => (symbols.length === 1 ? 1 : symbols.length + 2);
const textOf = ({ symbols }: Group): string =>
  symbols.length === 1 ? (symbols[0] ?? '') : `(${symbols.join('')})`;

/** Marks as a marble diagram. Marks in one column, or under the text of a group, become one group. */
export function marblesOf(
  marks: readonly Mark[],
  symbols: ReadonlyMap<Mark, string>,
  axis: Axis,
  until: number = axis.columns,
): string {
  const groups: Group[] = [];
  for (const mark of marks) {
    const column = axis.column(mark.at);
    const last = groups.at(-1);
    const symbol = symbols.get(mark) ?? '';
    const pause = mark.pause === true;
    if (last === undefined || column >= last.column + widthOf(last)) {
      groups.push({ column, symbols: [symbol], pause });
      continue;
    }
    last.symbols.push(symbol);
    last.pause = pause;
  }
  let text = '';
  let filler = ' ';
  for (const group of groups) {
    text = text.padEnd(group.column, filler) + textOf(group);
    filler = group.pause ? ' ' : '-';
  }
  return marks.at(-1)?.kind === 'end' ? text : text.padEnd(until, filler);
}

/** The axis: a line of moments, and a line of the ticks that they stand at. */
export function rulerOf(axis: Axis): readonly [string, string] {
  let texts = '';
  let ticks = '';
  for (const { at, text } of axis.ticks) {
    const column = axis.column(at);
    if (column + text.length <= axis.columns) texts = texts.padEnd(column) + text;
    ticks = `${ticks.padEnd(column, '-')}+`;
  }
  return [texts, ticks.padEnd(axis.columns, '-')];
}

/** A line to be drawn. */
export interface Line {
  readonly label: string;
  readonly marks: readonly Mark[];
  /** The column that it reaches; by default to the end of the axis. */
  readonly until?: number;
}

/** Lines that share their letters, with the legend below them. `under` comes between. */
export function linesText(
  lines: readonly Line[],
  axis: Axis,
  indent: number,
  under: readonly string[] = [],
): string[] {
  const marks = lines.flatMap((line) => line.marks);
  const symbols = symbolsOf(marks);
  const diagrams = lines.map(({ label, marks, until }) =>
    `${label.padEnd(indent)}${marblesOf(marks, symbols, axis, until)}`.trimEnd(),
  );
  const entries = [...legendOf(marks, symbols)].map(([symbol, meaning]) => `${symbol} ${meaning}`);
  return [...diagrams, ...under, ...filled(entries, axis.columns).map((line) => ' '.repeat(indent) + line)];
}

/** Entries in lines of `width` at most, where an entry by itself is not longer. */
function filled(entries: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const longer = `${lines.at(-1) ?? ''}   ${entry}`;
    if (lines.length === 0 || longer.length > width) lines.push(entry);
    else lines.splice(-1, 1, longer);
  }
  return lines;
}

/** A drawing in characters: the title, the axis, and each lane with its legend. */
export function asciiOf({ title, lanes, axis, indent }: Drawing): string {
  const ruler = rulerOf(axis).map((line) => ' '.repeat(indent) + line);
  const drawn = lanes.map((lane) => linesText([lane], axis, indent).join('\n'));
  return `${[title, ruler.join('\n'), ...drawn].join('\n\n')}\n`;
}
