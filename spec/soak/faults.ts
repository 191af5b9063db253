import { defer, map, repeat, tap, timer, type Observable, type SchedulerLike } from 'rxjs';
import type { Faults } from 'relay-rx/simulator';
import { between, pick, weighted, type Random } from './random.js';

/** A call goes on whatever is refused here. 404 and 410 to these would say that it does not, which is another matter. */
const METHODS = [
  'calling.answer',
  'calling.end',
  'calling.pass',
  'calling.play',
  'calling.play_and_collect',
  'calling.collect',
  'calling.record',
  'calling.dial',
  'calling.connect',
  'calling.disconnect',
  'calling.transfer',
  'calling.hold',
  'calling.send_digits',
  'messaging.send',
  'signalwire.ping',
  'signalwire.receive',
];
const COMMANDS = [
  'calling.play.stop',
  'calling.play.pause',
  'calling.play.resume',
  'calling.play.volume',
  'calling.play_and_collect.stop',
  'calling.play_and_collect.volume',
  'calling.collect.stop',
  'calling.collect.start_input_timers',
  'calling.record.stop',
];
const CODES = ['400', '403', '409', '429', '500', '503', -32601, -32603];

/** How often each of them comes, of all of them. */
const WEIGHTS = {
  drop: 16,
  'drop, and a late return': 2,
  disconnect: 5,
  'disconnect with restart': 2,
  stall: 8,
  'half-open': 3,
  overtake: 12,
  repeat: 14,
  refuse: 12,
  'refuse a command': 5,
  'refuse to resume': 2,
  ignore: 2,
  garble: 12,
  'restart, refusing to resume': 2,
  'restart, with a new session': 2,
};
export type Fault = keyof typeof WEIGHTS;

/** What costs a session: the server ends its calls then, whatever had become of them. */
const LOSSES: ReadonlySet<Fault> = new Set<Fault>([
  'drop, and a late return',
  'disconnect with restart',
  'refuse to resume',
  'restart, refusing to resume',
  'restart, with a new session',
]);

/**
 * ms between two of them: longer than anything may take, or a loss would clear away what should not have been left.
 * So too three refusals of the credentials never come together, which are the end of a client and should be.
 */
const BETWEEN_LOSSES = 12_000;

/** What may cost a connection: one each. */
export const COSTLY: readonly Fault[] = ['drop', 'disconnect', 'stall', 'half-open', 'ignore', ...LOSSES];

/** Does a fault. A stall is over after a while, whoever still looks. */
const inflict = (fault: Fault, faults: Faults, random: Random, scheduler: SchedulerLike): void => {
  switch (fault) {
    case 'drop':
      faults.drop();
      break;
    case 'drop, and a late return':
      // Long enough, at times, for the session to be given up.
      faults.refuse('signalwire.connect', -32603, 'Busy', between(random, 2, 6));
      faults.drop();
      break;
    case 'disconnect':
      faults.disconnect();
      break;
    case 'disconnect with restart':
      faults.disconnect({ restart: true });
      break;
    case 'stall': {
      const stalled = faults.stall();
      scheduler.schedule(() => stalled.unsubscribe(), random() * 400);
      break;
    }
    case 'half-open':
      faults.halfOpen();
      break;
    case 'overtake':
      faults.overtake({ times: between(random, 1, 20) });
      break;
    case 'repeat':
      faults.repeat(between(random, 1, 30));
      break;
    case 'refuse':
      faults.refuse(pick(random, METHODS), pick(random, CODES), 'Refused', between(random, 1, 5));
      break;
    case 'refuse a command':
      faults.refuse(pick(random, COMMANDS), pick(random, [...CODES, '404', '410']));
      break;
    case 'refuse to resume':
      faults.refuse('signalwire.connect', -32002);
      faults.drop();
      break;
    case 'ignore':
      faults.ignore(pick(random, [...METHODS, ...COMMANDS]));
      break;
    case 'garble':
      faults.garble();
      break;
    case 'restart, refusing to resume':
      faults.restart();
      break;
    case 'restart, with a new session':
      faults.restart({ resume: 'new session' });
      break;
  }
};

/** How much there is of it. */
export interface Rate {
  /** How many faults there are in a second, on average. */
  readonly perSecond: number;
  /** How many times as long everything takes. */
  readonly pace: number;
}

/** Misbehaves, without any pattern, until it is unsubscribed: emits what it did. */
export function misbehave(
  faults: Faults,
  { perSecond, pace }: Rate,
  random: Random,
  scheduler: SchedulerLike,
): Observable<Fault> {
  let losable = 0;
  const next = (): Fault => {
    const fault = weighted(random, WEIGHTS);
    if (!LOSSES.has(fault)) return fault;
    if (scheduler.now() < losable) return 'drop';
    losable = scheduler.now() + BETWEEN_LOSSES * pace;
    return fault;
  };
  // As rare and as often as what happens by chance.
  const pause = (): number => (-Math.log(1 - random()) * 1000) / perSecond;
  return defer(() => timer(pause(), scheduler)).pipe(
    map(next),
    tap((fault) => inflict(fault, faults, random, scheduler)),
    repeat(),
  );
}
