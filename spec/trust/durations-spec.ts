import { firstValueFrom, take } from 'rxjs';
import { RelayClient, phone, type RelayClientOptions } from 'relay-rx';
import { afterwards, hear } from '../connection/support.js';
import { answered, status, wired } from './support/stage.js';

const later = afterwards();
const account = { project: 'p', token: 't' };
const devices = phone({ to: '+15550101', from: '+15550100' });

/** The longest time that a timer of Node keeps, in ms: a longer one is over after 1 ms. */
const LONGEST = 2 ** 31 - 1;

type Durations = readonly [name: string, use: (client: RelayClient, duration: number) => unknown];

const options = (name: string, make: (duration: number) => RelayClientOptions): Durations => [
  name,
  (_, duration) => new RelayClient({ ...account, ...make(duration) }).close(),
];

/** Each where it is given; none sends anything. */
const limits: readonly Durations[] = [
  options('RelayClient.callTimeout', (callTimeout) => ({ callTimeout })),
  options('RelayClient.reconnect.maxDelay', (maxDelay) => ({ reconnect: { maxDelay } })),
  ['dial.dialTimeout', (client, dialTimeout) => client.dial({ devices, dialTimeout })],
  ['drain.timeout', (client, timeout) => client.drain({ timeout })],
  ['run.timeout', (client, timeout) => void client.run(() => [], { timeout }).catch(() => undefined)],
];
const others: readonly Durations[] = [
  options('RelayClient.requestTimeout', (requestTimeout) => ({ requestTimeout })),
  options('RelayClient.reconnect.initialDelay', (initialDelay) => ({ reconnect: { initialDelay } })),
];

const using = (use: Durations[1], duration: number) => (): void => {
  const client = new RelayClient(account);
  try {
    use(client, duration);
  } finally {
    client.close();
  }
};

describe('a duration of more ms than a timer keeps', () => {
  it.each([...limits, ...others])('is refused by %s, which says how many it takes', (name, use) => {
    for (const duration of [LONGEST + 1, 1e12]) {
      expect(using(use, duration)).toThrow(RangeError);
      expect(using(use, duration)).toThrow(name);
      expect(using(use, duration)).toThrow(`at most ${LONGEST}`);
    }
  });

  it.each([...limits, ...others])('is taken by %s up to that', (_, use) => {
    expect(using(use, LONGEST)).not.toThrow();
  });
});

describe('Infinity', () => {
  it.each(limits)('is no limit for %s', (_, use) => {
    expect(using(use, Infinity)).not.toThrow();
  });

  it.each(others)('is refused by %s, which cannot be without a limit', (_, use) => {
    expect(using(use, Infinity)).toThrow(RangeError);
  });

  it('is a dial, a wait and a drain without a limit, on a real connection', async () => {
    const stage = await wired({ client: { reconnect: { maxDelay: Infinity, refusals: Infinity } } });
    later(() => stage.strike());
    const { call, caller } = await answered(stage);
    stage.simulator.callee({ to: '+15550101', answer: 'manual' });
    const dialled = hear(stage.client.dial({ devices, dialTimeout: Infinity }).pipe(take(1)));
    const asked = call.playAndCollect({
      media: [{ type: 'silence', duration: 60 }],
      collect: { digits: { max: 1 } },
    });
    const digit = asked.wait({ timeout: Infinity });
    const settled = jest.fn();
    digit.then(settled, settled);
    await firstValueFrom(caller.heard$);
    await firstValueFrom(stage.client.execute('signalwire.ping'));
    const drained = hear(stage.client.drain({ timeout: Infinity }));
    for (let days = 0; days < 30; days += 1) {
      stage.clock.advance(86_400_000);
      // It was silent for a day: whatever replaces the connection, what was up goes on.
      await status(stage.client, 'draining');
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(settled).not.toHaveBeenCalled();
    expect([dialled.ended, drained.ended, caller.state]).toEqual([undefined, undefined, 'answered']);
  });
});
