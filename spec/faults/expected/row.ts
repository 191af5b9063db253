import type { Everybody } from '../cell.js';
import type { FlightName } from '../flights/index.js';

/** What a fault does: to everybody, and to each thing that may be in flight. */
export interface Row {
  readonly everybody: Everybody;
  /** What the user sees of it, in the words of words.ts. */
  readonly cells: Readonly<Record<FlightName, string>>;
}
