// Checks a run: one sentence for each mistake.
import { sumsOf, sumsOfAll, type CallRecord } from './tally.js';

/** The worker that was drained or killed. */
export interface Leaver {
  readonly worker: string;
  /** The ids of its calls at that moment. */
  readonly live: readonly string[];
}

export interface FleetRun {
  /** The planned number of calls. */
  readonly calls: number;
  readonly workers: readonly string[];
  readonly records: readonly CallRecord[];
  /** Undefined when it was never done. */
  readonly drained: Leaver | undefined;
  readonly killed: Leaver | undefined;
  /** The ids of the calls that ended with a worker's session, as the simulator reports them. */
  readonly toldAsLost: ReadonlyMap<string, readonly string[]>;
  /** How each process ended: `exit 0`, `SIGKILL` …; undefined while it runs. */
  readonly exits: ReadonlyMap<string, string | undefined>;
  /** The errors that workers printed. */
  readonly errors: readonly string[];
}

export interface FleetOutcome extends FleetRun {
  /** How long the calls took to start, in seconds. */
  readonly seconds: number;
}

const plural = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** The members of one list that are not in the other, both ways. */
const difference = (one: readonly string[], other: readonly string[]): number =>
  one.filter((id) => !other.includes(id)).length + other.filter((id) => !one.includes(id)).length;

function* callsAreAllServed({ calls, records }: FleetRun): Iterable<string> {
  const all = sumsOfAll(records);
  if (records.length !== calls) yield `Calls made: ${records.length}, not ${calls}.`;
  const live = records.filter(({ fate }) => fate === 'live');
  if (live.length > 0) yield `${plural(live.length, 'call')} never ended; the first ${live[0]?.story}.`;
  const spoilt = records.filter(({ fate }) => fate === 'spoilt');
  if (spoilt.length > 0)
    yield `${plural(spoilt.length, 'call')} ended otherwise than the flow wanted; the first, of ${spoilt[0]?.answeredBy ?? 'nobody'}, ${spoilt[0]?.story}.`;
  if (all.offered !== all.completed + all.lost)
    yield `${all.offered} calls were offered, but ${all.completed} completed and ${all.lost} lost make ${all.completed + all.lost}.`;
}

function* sumsAgree({ records, workers }: FleetRun): Iterable<string> {
  const all = sumsOfAll(records);
  const each = workers.map((worker) => [worker, sumsOf(records, worker)] as const);
  for (const [worker, { offered, answered, completed, passedOn, lost }] of each) {
    if (offered !== answered + passedOn)
      yield `${worker} was offered ${offered} calls, but answered ${answered} and passed on ${passedOn}.`;
    if (answered !== completed + lost)
      yield `${worker} answered ${answered} calls, but completed ${completed} and lost ${lost}.`;
    if (answered === 0) yield `${worker} was given no call at all.`;
  }
  const offers = each.reduce((sum, [, { offered }]) => sum + offered, 0);
  if (offers !== all.offered + all.passedOn)
    yield `There were ${offers} offers, but ${all.offered} calls and ${all.passedOn} of them passed on.`;
}

function* nobodyNoticesTheDrain({ drained, records, exits }: FleetRun): Iterable<string> {
  if (drained === undefined) {
    yield 'No worker was drained: none was ever in the middle of calls.';
    return;
  }
  const { worker, live } = drained;
  const { passedOn } = sumsOf(records, worker);
  const done = records.filter(({ callId, fate }) => live.includes(callId) && fate === 'completed');
  if (done.length !== live.length)
    yield `${worker} was drained with ${plural(live.length, 'call')}, and ${done.length} of them completed.`;
  if (live.length === 0) yield `${worker} had no call when it was drained: that shows nothing.`;
  if (passedOn === 0) yield `${worker} was drained and passed nothing on: that shows nothing.`;
  if (exits.get(worker) !== 'exit 0')
    yield `${worker} was drained and ended with ${exits.get(worker) ?? 'nothing: it still runs'}.`;
}

function* onlyItsOwnAreLost(run: FleetRun): Iterable<string> {
  const { killed, records, workers, toldAsLost, exits } = run;
  if (killed === undefined) {
    yield 'No worker was killed: none was ever in the middle of calls.';
    return;
  }
  const { worker, live } = killed;
  const lost = records.filter(({ fate, answeredBy }) => fate === 'lost' && answeredBy === worker);
  const ids = lost.map(({ callId }) => callId);
  if (difference(ids, live) > 0)
    yield `${worker} had ${plural(live.length, 'call')} when it was killed, and ${ids.length} were lost: ${difference(ids, live)} in one list only.`;
  const told = toldAsLost.get(worker) ?? [];
  if (difference(ids, told) > 0)
    yield `The simulator told of ${plural(told.length, 'call')} lost with ${worker}, and ${ids.length} were lost.`;
  if (live.length === 0) yield `${worker} had no call when it was killed: that shows nothing.`;
  if (sumsOf(records, worker).passedOn === 0)
    yield `${worker} left nobody ringing when it was killed: that shows nothing.`;
  if (exits.get(worker) !== 'SIGKILL')
    yield `${worker} was killed and ended with ${exits.get(worker) ?? 'nothing: it still runs'}.`;

  for (const other of workers.filter((name) => name !== worker)) {
    const others = sumsOf(records, other).lost;
    if (others > 0) yield `${other} was not killed and lost ${plural(others, 'call')}.`;
  }
}

function* theRestGoOn({ workers, drained, killed, records, exits, errors }: FleetRun): Iterable<string> {
  for (const worker of workers.filter((name) => name !== drained?.worker && name !== killed?.worker)) {
    const { passedOn } = sumsOf(records, worker);
    if (passedOn > 0) yield `${worker} passed on ${plural(passedOn, 'call')} that it could have taken.`;
    if (exits.get(worker) !== 'exit 0')
      yield `${worker} was told to end when all was over, and ended with ${exits.get(worker) ?? 'nothing: it still runs'}.`;
  }
  if (errors.length > 0) yield `${plural(errors.length, 'error')} told by workers; the first: ${errors[0]}`;
}

/** The mistakes of a run, as sentences. */
export const problemsOf = (run: FleetRun): readonly string[] =>
  [callsAreAllServed, sumsAgree, nobodyNoticesTheDrain, onlyItsOwnAreLost, theRestGoOn].flatMap((check) => [
    ...check(run),
  ]);
