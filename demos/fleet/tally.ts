// Sums over the calls, for each worker and in all.

/** The outcome of a call. */
export interface CallRecord {
  readonly callId: string;
  /** The workers that it was offered to, in order. */
  readonly offers: readonly string[];
  readonly answeredBy: string | undefined;
  /** How long the phone rang, in ms. */
  readonly answeredAfter: number | undefined;
  /**
   * `completed`: the caller heard every text, and then the app hung up. `lost`: the call ended because its session was
   * lost. `spoilt`: it ended in any other way.
   */
  readonly fate: 'live' | 'completed' | 'lost' | 'spoilt';
  /** In words. */
  readonly story: string;
}

export interface Sums {
  readonly offered: number;
  readonly answered: number;
  readonly completed: number;
  /** Calls that were offered, not answered, and then offered to another worker. */
  readonly passedOn: number;
  readonly lost: number;
}

const count = <T>(items: Iterable<T>, matches: (item: T) => boolean): number =>
  [...items].filter(matches).length;

/** The sums of one worker. */
export const sumsOf = (records: readonly CallRecord[], worker: string): Sums => {
  const own = records.filter(({ answeredBy }) => answeredBy === worker);
  return {
    offered: count(records, ({ offers }) => offers.includes(worker)),
    answered: own.length,
    completed: count(own, ({ fate }) => fate === 'completed'),
    passedOn: count(records, ({ offers }) => offers.slice(0, -1).includes(worker)),
    lost: count(own, ({ fate }) => fate === 'lost'),
  };
};

/** The sums of all workers: a call counts as offered once, however many workers it was offered to. */
export const sumsOfAll = (records: readonly CallRecord[]): Sums => ({
  offered: records.length,
  answered: count(records, ({ answeredBy }) => answeredBy !== undefined),
  completed: count(records, ({ fate }) => fate === 'completed'),
  passedOn: records.reduce((sum, { offers }) => sum + Math.max(0, offers.length - 1), 0),
  lost: count(records, ({ fate }) => fate === 'lost'),
});

const COLUMNS = ['offered', 'answered', 'completed', 'passed on', 'lost'] as const;

const row = (name: string, cells: readonly (string | number)[]): string =>
  name.padEnd(24) + cells.map((cell) => String(cell).padStart(11)).join('');

const cells = ({ offered, answered, completed, passedOn, lost }: Sums): readonly number[] => [
  offered,
  answered,
  completed,
  passedOn,
  lost,
];

/** The sums as lines of text. `notes` say what was done to a worker. */
export const table = (
  records: readonly CallRecord[],
  workers: readonly string[],
  notes: Readonly<Record<string, string>>,
): readonly string[] => [
  row('', COLUMNS),
  ...workers.map((name) =>
    row(name in notes ? `${name} (${notes[name]})` : name, cells(sumsOf(records, name))),
  ),
  row('in all', cells(sumsOfAll(records))),
];
