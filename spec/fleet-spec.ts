// The parts of demos/fleet that judge: what they let pass is what the demo lets pass.
import { readOptions } from '../demos/fleet/options.js';
import { sumsOf, sumsOfAll, table, type CallRecord } from '../demos/fleet/tally.js';
import { problemsOf, type FleetRun } from '../demos/fleet/check-run.js';

let ids = 0;
const call = (offers: string, fate: CallRecord['fate'], more: Partial<CallRecord> = {}): CallRecord => {
  const workers = [...offers];
  const answeredBy = workers.at(-1);
  const story = 'heard "Hello"';
  return { callId: `call-${++ids}`, offers: workers, answeredBy, answeredAfter: 300, fate, story, ...more };
};

/** `a` goes on, `b` is drained, `c` is killed. */
const live = call('b', 'completed');
const lost = call('c', 'lost');
const calls = [live, lost, call('a', 'completed'), call('ba', 'completed'), call('ca', 'completed')];

const good: FleetRun = {
  calls: calls.length,
  workers: ['a', 'b', 'c'],
  records: calls,
  drained: { worker: 'b', live: [live.callId] },
  killed: { worker: 'c', live: [lost.callId] },
  toldAsLost: new Map([
    ['b', []],
    ['c', [lost.callId]],
  ]),
  exits: new Map([
    ['a', 'exit 0'],
    ['b', 'exit 0'],
    ['c', 'SIGKILL'],
  ]),
  errors: [],
};

/** A run with one more call. */
const and = (record: CallRecord): Partial<FleetRun> => ({
  calls: calls.length + 1,
  records: [...calls, record],
});

/** A run in which one call went otherwise. */
const but = (record: CallRecord, change: Partial<CallRecord>): Partial<FleetRun> => ({
  records: calls.map((each) => (each === record ? { ...each, ...change } : each)),
});

const exiting = (worker: string, exit: string | undefined): Partial<FleetRun> => ({
  exits: new Map([...good.exits, [worker, exit]]),
});

describe('the verdict on a fleet', () => {
  it('has nothing to say when all went well', () => {
    expect(problemsOf(good)).toEqual([]);
  });

  it.each<[string, Partial<FleetRun>, string]>([
    ['too few calls are made', { calls: 6 }, 'Calls made: 5, not 6.'],
    ['a call does not end', and(call('a', 'live')), '1 call never ended; the first heard "Hello".'],
    [
      'a call ends as it should not',
      and(call('a', 'spoilt')),
      '1 call ended otherwise than the flow wanted; the first, of a, heard "Hello".',
    ],
    ['the sums differ', and(call('a', 'spoilt')), '6 calls were offered, but 4 completed and 1 lost make 5.'],
    [
      'a call is answered by nobody',
      and(call('ab', 'spoilt', { answeredBy: undefined })),
      'b was offered 3 calls, but answered 1 and passed on 1.',
    ],
    [
      'an answered call is neither completed nor lost',
      and(call('a', 'spoilt')),
      'a answered 4 calls, but completed 3 and lost 0.',
    ],
    ['a worker has nothing to do', { workers: ['a', 'b', 'c', 'd'] }, 'd was given no call at all.'],
    [
      "an offer is nobody's",
      and(call('xa', 'completed')),
      'There were 8 offers, but 6 calls and 3 of them passed on.',
    ],

    [
      'no worker was drained',
      { drained: undefined },
      'No worker was drained: none was ever in the middle of calls.',
    ],
    ['the drained one loses a call', and(call('b', 'lost')), 'b was not killed and lost 1 call.'],
    [
      'a call of the drained one is lost',
      but(live, { fate: 'lost' }),
      'b was drained with 1 call, and 0 of them completed.',
    ],
    [
      'the drained one had no call',
      { drained: { worker: 'b', live: [] } },
      'b had no call when it was drained: that shows nothing.',
    ],
    [
      'the drained one had nobody waiting',
      but(calls[3]!, { offers: ['a'] }),
      'b was drained and passed nothing on: that shows nothing.',
    ],
    ['the drained one fails', exiting('b', 'exit 1'), 'b was drained and ended with exit 1.'],
    [
      'the drained one goes on',
      exiting('b', undefined),
      'b was drained and ended with nothing: it still runs.',
    ],

    [
      'no worker was killed',
      { killed: undefined },
      'No worker was killed: none was ever in the middle of calls.',
    ],
    [
      'the killed one loses a call that it did not have',
      and(call('c', 'lost')),
      'c had 1 call when it was killed, and 2 were lost: 1 in one list only.',
    ],
    [
      'a call of the killed one goes on',
      but(lost, { fate: 'completed' }),
      'c had 1 call when it was killed, and 0 were lost: 1 in one list only.',
    ],
    [
      'the simulator tells of another loss',
      { toldAsLost: new Map([['c', ['call-x']]]) },
      'The simulator told of 1 call lost with c, and 1 were lost.',
    ],
    [
      'the killed one had no call',
      { killed: { worker: 'c', live: [] } },
      'c had no call when it was killed: that shows nothing.',
    ],
    [
      'the killed one had nobody waiting',
      but(calls[4]!, { offers: ['a'] }),
      'c left nobody ringing when it was killed: that shows nothing.',
    ],
    ['the killed one ends otherwise', exiting('c', 'exit 0'), 'c was killed and ended with exit 0.'],
    ['another loses a call', and(call('a', 'lost')), 'a was not killed and lost 1 call.'],

    [
      'another passes a call on',
      and(call('ab', 'completed')),
      'a passed on 1 call that it could have taken.',
    ],
    ['another fails', exiting('a', 'exit 1'), 'a was told to end when all was over, and ended with exit 1.'],
    ['a worker is told of an error', { errors: ['a: oh'] }, '1 error told by workers; the first: a: oh'],
  ])('says so when %s', (_, change, sentence) => {
    expect(problemsOf({ ...good, ...change })).toContain(sentence);
  });
});

describe('the tally', () => {
  it('counts by worker what it was offered, and in all what was called', () => {
    expect(good.workers.map((worker) => sumsOf(calls, worker))).toEqual([
      { offered: 3, answered: 3, completed: 3, passedOn: 0, lost: 0 },
      { offered: 2, answered: 1, completed: 1, passedOn: 1, lost: 0 },
      { offered: 2, answered: 1, completed: 0, passedOn: 1, lost: 1 },
    ]);
    expect(sumsOfAll(calls)).toEqual({ offered: 5, answered: 5, completed: 4, passedOn: 2, lost: 1 });
  });

  it('is printed with a row for each worker, what became of it, and the sums', () => {
    const rows = table(calls, good.workers, { b: 'drained' }).map((line) => line.trim().split(/ {2,}/));
    expect(rows).toEqual([
      ['offered', 'answered', 'completed', 'passed on', 'lost'],
      ['a', '3', '3', '3', '0', '0'],
      ['b (drained)', '2', '1', '1', '1', '0'],
      ['c', '2', '1', '0', '1', '1'],
      ['in all', '5', '5', '4', '2', '1'],
    ]);
  });
});

describe('the command line of the fleet', () => {
  it('has 2,000 calls, 80 a second, for four workers, unless it says otherwise', () => {
    expect(readOptions([])).toEqual({ calls: 2000, rate: 80, workers: 4 });
    expect(readOptions(['--calls', '150', '--rate=60', '--workers', '3'])).toEqual({
      calls: 150,
      rate: 60,
      workers: 3,
    });
  });

  it.each([
    [['--calls', '99'], "--calls is a whole number from 100 to 100000, not '99'"],
    [['--rate', '10001'], "--rate is a whole number from 10 to 10000, not '10001'"],
    [['--rate', '2e1'], "--rate is a whole number from 10 to 10000, not '2e1'"],
    [['--workers', '2'], "--workers is a whole number from 3 to 64, not '2'"],
    [['--workers', '3.5'], "--workers is a whole number from 3 to 64, not '3.5'"],
    [['--calls='], "--calls is a whole number from 100 to 100000, not ''"],
    [['--calls'], '--calls'],
    [['--call', '150'], '--call'],
    [['150'], '150'],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
