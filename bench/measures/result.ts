import type { Client, Load } from '../processes.js';

/** The processes that a measure uses. */
export interface Bench {
  readonly load: Load;
  readonly clients: readonly Client[];
  /** Whether the numbers only have to be there. */
  readonly quick: boolean;
}

/** What was measured of one client. */
export interface Row {
  readonly client: string;
  readonly value: number;
  readonly unit: string;
  /** Against the loop, median and quartiles of the rounds. */
  readonly ratio?: { readonly low: number; readonly median: number; readonly high: number };
}

export interface Result {
  readonly title: string;
  readonly note: string;
  readonly rows: readonly Row[];
}
