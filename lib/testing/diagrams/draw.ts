/** One character of a diagram, at a moment of virtual time. */
export interface Mark {
  readonly frame: number;
  readonly mark: string;
}

/** Aligned diagrams, with the letters that stand for several marks at once. */
export interface Drawing {
  readonly rows: readonly string[];
  /** Groups of marks of one frame for which there is no room, by the letter that stands for them. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** The contents of one row at one frame: a mark, or a group. */
interface Cell {
  readonly frame: number;
  readonly text: string;
}

/** Frames that are drawn one by one. The time between two spans is written as a duration. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Idle time is drawn up to this length, in frames. */
const LONGEST_IDLE = 24;

/** Marbles read this as a duration if a space follows. */
const LIKE_A_LENGTH = /^[0-9]+(?:\.[0-9]+)?(?:ms|s|m)$/;

/**
 * Draws rows of marks as aligned marble diagrams, one column a frame. Long idle times are written as time progression
 * (`9.8s`). A fractional frame is drawn at the whole frame before it.
 *
 * RxJS can parse each row. A group that is wider than the time to the row's next mark cannot be written in marbles and
 * becomes a letter.
 */
export function draw(rows: readonly (readonly Mark[])[], freshLetter: () => string): Drawing {
  const groups = new Map<string, readonly string[]>();
  const cells = rows.map((row) => cellsOf(row, groups, freshLetter));
  const spans = spansOf(cells);
  return { rows: cells.map((row) => rowOf(row, spans)), groups };
}

function cellsOf(
  row: readonly Mark[],
  groups: Map<string, readonly string[]>,
  freshLetter: () => string,
): readonly Cell[] {
  const byFrame = new Map<number, string[]>();
  for (const { frame, mark } of row) {
    const column = Math.floor(frame);
    byFrame.set(column, [...(byFrame.get(column) ?? []), mark]);
  }
  const frames = [...byFrame.keys()].sort((one, other) => one - other);
  return frames.map((frame, index) => {
    const marks = byFrame.get(frame) ?? [];
    const text = marks.length === 1 ? marks.join('') : `(${marks.join('')})`;
    const room = (frames[index + 1] ?? Infinity) - frame;
    if (text.length <= room) return { frame, text };
    const known = [...groups].find(([, others]) => others.join('') === marks.join(''))?.[0];
    const letter = known ?? freshLetter();
    groups.set(letter, marks);
    return { frame, text: letter };
  });
}

function spansOf(rows: readonly (readonly Cell[])[]): readonly Span[] {
  const busy = rows
    .flat()
    .map(({ frame, text }) => ({ start: frame, end: frame + text.length }))
    .sort((one, other) => one.start - other.start);
  const spans: Span[] = [{ start: 0, end: 0 }];
  for (const { start, end } of busy) {
    const last = spans.at(-1);
    if (last !== undefined && start - last.end <= LONGEST_IDLE)
      spans[spans.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else spans.push({ start, end });
  }
  // A dash separates marks that would otherwise be read as a duration.
  return spans.map((span) =>
    rows.some((row) => LIKE_A_LENGTH.test(drawn(row, span))) ? { ...span, end: span.end + 1 } : span,
  );
}

function rowOf(row: readonly Cell[], spans: readonly Span[]): string {
  const last = row.at(-1);
  if (last === undefined) return '-';
  let text = '';
  let at = 0;
  for (const span of spans) {
    if (span.start > last.frame) break;
    if (span.start > at) text += ` ${length(span.start - at)} `;
    text += drawn(row, span);
    at = span.end;
  }
  return text.trimEnd();
}

/** The marks of a row in a span, with dashes for idle frames, to the end of the span or of the row. */
function drawn(row: readonly Cell[], { start, end }: Span): string {
  const isLast = (row.at(-1)?.frame ?? 0) < end;
  let text = '';
  for (const cell of row.filter(({ frame }) => frame >= start && frame < end)) {
    text = text.padEnd(cell.frame - start, '-') + cell.text;
  }
  return isLast ? text : text.padEnd(end - start, '-');
}

/** A duration in marble syntax: `9.8s`, `250ms`, `2m`. */
export function length(ms: number): string {
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  if (ms >= 1000 && (ms / 1000) * 1000 === ms) return `${ms / 1000}s`;
  return `${ms}ms`;
}
