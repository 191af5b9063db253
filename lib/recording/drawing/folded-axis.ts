import { seconds, type Axis, type Fold } from './axis.js';
import type { Lane } from './lane.js';

/** Columns for a second. */
const SPEED = 8;
/** An idle stretch longer than this, in ms, is shortened to a fixed number of columns. */
const IDLE = 3000;
const FOLDED = 8;
/** Columns that a mark takes on its lane, and between ticks at least. */
const MARK = 2.8;
const APART = 6;

interface Anchor {
  readonly at: number;
  readonly position: number;
  /** Lines before it are folded. */
  readonly folded: boolean;
}

/**
 * An axis on which time runs at a fixed speed. Stretches in which nothing happens are folded; where marks of one lane
 * would cover each other, time is given as much room as they need, on all lanes alike.
 *
 * @param until the end of the axis, in ms
 */
export function foldedAxis(lanes: readonly Lane[], until: number): Axis {
  const anchors = anchorsOf(lanes, until);
  const last = anchors.at(-1)?.position ?? 0;
  const position = (at: number): number => {
    const index = firstFrom(anchors, at);
    const after = anchors[index];
    const before = anchors[index - 1];
    if (after === undefined) return last;
    if (before === undefined || after.at === at) return after.position;
    const share = (at - before.at) / (after.at - before.at);
    return before.position + share * (after.position - before.position);
  };
  return {
    columns: last + MARK,
    column: (at) => Math.round(position(at)),
    position,
    ticks: ticksOf(anchors, position),
    folds: foldsOf(anchors),
  };
}

/** The place of the first anchor that is not before a moment. */
function firstFrom(anchors: readonly Anchor[], at: number): number {
  let [low, high] = [0, anchors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((anchors[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function anchorsOf(lanes: readonly Lane[], until: number): readonly Anchor[] {
  /** How many marks each lane has at each moment. */
  const moments = new Map<number, Map<Lane, number>>();
  for (const lane of lanes)
    for (const { at } of lane.marks) {
      const counts = moments.get(at) ?? new Map<Lane, number>();
      moments.set(at, counts.set(lane, (counts.get(lane) ?? 0) + 1));
    }
  const anchors: Anchor[] = [];
  /** Where each lane is free again. */
  const free = new Map<Lane, number>();
  const times = [...new Set([0, ...moments.keys(), until])].sort((one, other) => one - other);
  for (const at of times) {
    const before = anchors.at(-1) ?? { at: 0, position: 0 };
    const idle = at - before.at;
    const folded = idle > IDLE;
    const counts = moments.get(at) ?? new Map<Lane, number>();
    const needed = [...counts.keys()].map((lane) => free.get(lane) ?? 0);
    const position = Math.max(before.position + (folded ? FOLDED : (idle / 1000) * SPEED), ...needed);
    for (const [lane, count] of counts) free.set(lane, position + count * MARK);
    anchors.push({ at, position, folded });
  }
  return anchors;
}

const foldsOf = (anchors: readonly Anchor[]): readonly Fold[] =>
  anchors.flatMap(({ at, position, folded }, index) => {
    const before = anchors[index - 1];
    if (!folded || before === undefined) return [];
    return [
      { position: (before.position + position) / 2, text: `${((at - before.at) / 1000).toFixed(1)} s` },
    ];
  });

/** Each whole second that has room, outside of what is folded. */
function ticksOf(anchors: readonly Anchor[], position: (at: number) => number): Axis['ticks'] {
  const ticks: { at: number; text: string }[] = [];
  let free = 0;
  for (const [index, { at, folded, position: end }] of anchors.entries()) {
    const before = anchors[index - 1]?.at ?? 0;
    if (folded) {
      free = end;
      continue;
    }
    for (let second = Math.ceil(before / 1000); second * 1000 <= at; second += 1) {
      const place = position(second * 1000);
      if (place < free || ticks.at(-1)?.at === second * 1000) continue;
      free = place + APART;
      ticks.push({ at: second * 1000, text: seconds(second * 1000) });
    }
  }
  return ticks;
}
