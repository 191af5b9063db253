import type { Fold } from './axis.js';
import type { Drawing } from './drawing.js';
import { legendOf, symbolsOf, type Lane, type Mark } from './lane.js';

/** The layout of a drawing in pixels: all that a renderer needs. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** The grid goes from the top to the bottom. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
  /** Idle stretches that are left out. */
  readonly folds: readonly { readonly x: number; readonly text: string }[];
  readonly lanes: readonly PictureLane[];
}

export interface PictureLane {
  readonly label: string;
  readonly labelX: number;
  /** The middle of the lane. */
  readonly y: number;
  readonly segments: readonly { readonly from: number; readonly to: number }[];
  readonly marks: readonly PlacedMark[];
  readonly arrows: readonly Arrow[];
  readonly legend: readonly { readonly symbol: string; readonly meaning: string; readonly y: number }[];
}

export interface PlacedMark {
  readonly mark: Mark;
  readonly symbol: string;
  readonly x: number;
}

/** From a command to the event that answers it, above their lane: the paths of its line and of its head. */
export interface Arrow {
  readonly line: string;
  readonly head: string;
}

/** Sizes in pixels. */
const CHARACTER = 8.2;
const MARGIN = 24;
const INDENT = 16;
const HEAD = 76;
const HEAD_WITHOUT_TITLE = 38;
const LINE = 18;
export const RADIUS = 10;
/** From the top of a lane to its middle: an arrow has its place there. */
const ABOVE = 30;
/** From the middle of a lane to the first line of its legend. */
const BELOW = 28;
const BELOW_WITHOUT_LEGEND = 16;

export interface PictureOptions {
  /** Whether lanes say below them what their letters are. */
  readonly legend: boolean;
}

/** Formats a coordinate. */
export const fixed = (value: number): string => String(Number(value.toFixed(1)));

/** Computes the layout of a drawing. */
export function pictureOf({ title, lanes, axis, indent }: Drawing, { legend }: PictureOptions): Picture {
  const left = MARGIN + indent * CHARACTER;
  const right = left + axis.columns * CHARACTER;
  const x = (at: number): number => left + axis.position(at) * CHARACTER;
  const folds = (axis.folds ?? []).map((fold: Fold) => ({
    x: left + fold.position * CHARACTER,
    text: fold.text,
  }));

  const head = title === '' ? HEAD_WITHOUT_TITLE : HEAD;
  let top = head;
  const placed = lanes.map((lane) => {
    const y = top + ABOVE;
    const drawn = laneOf(lane, y, right, x, legend);
    top = y + (legend ? BELOW + drawn.legend.length * LINE : BELOW_WITHOUT_LEGEND);
    return drawn;
  });
  return {
    width: Math.max(right, ...placed.map(({ marks }) => (marks.at(-1)?.x ?? 0) + RADIUS)) + MARGIN,
    height: top + (legend ? MARGIN : RADIUS),
    title,
    top: head - 14,
    bottom: top,
    left,
    ticks: axis.ticks.map(({ at, text }) => ({ x: x(at), text })),
    folds,
    lanes: placed,
  };
}

function laneOf(
  { label, marks }: Lane,
  y: number,
  right: number,
  x: (at: number) => number,
  withLegend: boolean,
): PictureLane {
  const symbols = symbolsOf(marks);
  const placed = spread(marks.map((mark) => ({ mark, symbol: symbols.get(mark) ?? '', x: x(mark.at) })));
  const segments = placed.slice(0, -1).flatMap(({ mark, x: from }, index) => {
    const to = placed[index + 1]?.x ?? from;
    return mark.pause === true ? [] : [{ from, to }];
  });
  const last = placed.at(-1);
  if (last !== undefined && last.mark.kind !== 'end' && last.mark.pause !== true && last.x < right)
    segments.push({ from: last.x, to: right });
  const places = new Map(placed.map((each) => [each.mark, each.x]));
  const arrows = placed.flatMap(({ mark, x: to }) => {
    const from = mark.answers && places.get(mark.answers);
    return from === undefined ? [] : [arrowOf(from, to, y)];
  });
  const legend = [...legendOf(marks, symbols)].map(([symbol, meaning], index) => ({
    symbol,
    meaning,
    y: y + BELOW + index * LINE,
  }));
  return {
    label: label.trim(),
    labelX: MARGIN + (label.startsWith(' ') ? INDENT : 0),
    y,
    segments,
    marks: placed,
    arrows,
    legend: withLegend ? legend : [],
  };
}

/** Marks that would cover each other move to the right, one beside the other. */
function spread(marks: readonly PlacedMark[]): readonly PlacedMark[] {
  let free = -Infinity;
  return marks.map((placed) => {
    const x = Math.max(placed.x, free);
    free = x + (placed.mark.kind === 'end' ? RADIUS : RADIUS * 2 + 2);
    return { ...placed, x };
  });
}

/** An arc from the top of one mark to the top of another, and its head. */
function arrowOf(from: number, to: number, y: number): Arrow {
  const foot = y - RADIUS - 2;
  const rise = Math.min(16, 8 + (to - from) / 12);
  const line = `M${fixed(from)} ${fixed(foot)}C${fixed(from + 4)} ${fixed(foot - rise)} ${fixed(to - 4)} ${fixed(foot - rise)} ${fixed(to)} ${fixed(foot)}`;
  return {
    line,
    head: `M${fixed(to - 4.5)} ${fixed(foot - 5)}L${fixed(to)} ${fixed(foot)}L${fixed(to + 1.5)} ${fixed(foot - 6)}`,
  };
}
