/** The time axis of a diagram. */
export interface Axis {
  readonly columns: number;
  /** The column of a time, from 0. */
  readonly column: (at: number) => number;
  /** The exact position of a time, in columns. */
  readonly position: (at: number) => number;
  /** The labelled times, in ms. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** Idle stretches that are shortened. */
  readonly folds?: readonly Fold[];
}

/** An idle stretch that is shortened: its position in columns, and its length. */
export interface Fold {
  readonly position: number;
  readonly text: string;
}

/** The least distance between ticks, in columns. */
const APART = 9;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000];

/** An axis from 0 to `duration` ms in `columns` columns. */
export function axisOf(duration: number, columns: number): Axis {
  const perColumn = Math.max(duration, 1) / Math.max(columns - 1, 1);
  const longest = STEPS.at(-1) ?? 1;
  const step =
    STEPS.find((each) => each / perColumn >= APART) ?? Math.ceil((APART * perColumn) / longest) * longest;
  const count = Math.floor(Math.max(duration, 1) / step) + 1;
  return {
    columns,
    column: (at) => Math.round(at / perColumn),
    position: (at) => at / perColumn,
    ticks: Array.from({ length: count }, (_, index) => ({ at: index * step, text: seconds(index * step) })),
  };
}

/** A moment in seconds, with as many places as it takes. */
export const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(3))}s`;
