import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { optional, record, required } from '../protocol/options/schema.js';
import { that } from '../protocol/options/values.js';

/** Options of `pace` and `paced`. */
export interface PaceOptions {
  /** The most starts in a second: a number above 0. `Infinity` is no limit. */
  readonly perSecond: number;
  /**
   * The most that run at a time: a whole number of at least 1.
   * @default `Infinity`, no limit
   */
  readonly concurrent?: number | undefined;
  /**
   * The clock.
   * @default RxJS's `asyncScheduler`
   */
  readonly scheduler?: SchedulerLike | undefined;
}

/** The options with their defaults. */
export interface Pace {
  readonly perSecond: number;
  readonly concurrent: number;
  readonly scheduler: SchedulerLike;
}

/** The longest delay of a timer in Node.js, in ms. */
const LONGEST = 2 ** 31 - 1;

const rate = that(
  `a number above 0 (one start in ${LONGEST} ms at least)`,
  (value) => typeof value === 'number' && 1000 / value >= 0 && 1000 / value <= LONGEST,
);
const limit = that(
  'a whole number of at least 1, or Infinity',
  (value) => value === Infinity || (Number.isInteger(value) && Number(value) >= 1),
);
const clock = that(
  'a scheduler of RxJS',
  (value) => typeof (value as Partial<SchedulerLike> | null)?.schedule === 'function',
);

const read = record<PaceOptions>({
  perSecond: required(rate),
  concurrent: optional(limit),
  scheduler: optional(clock),
});

/** @throws {TypeError | RangeError} when an option is not allowed; the error begins with `name`. */
export function readPace(options: PaceOptions, name: string): Pace {
  read(options, name);
  const { perSecond, concurrent = Infinity, scheduler = asyncScheduler } = options;
  return { perSecond, concurrent, scheduler };
}
