import { EMPTY, filter, firstValueFrom, lastValueFrom, tap, timer, type Observable } from 'rxjs';
import {
  CallEndedError,
  RelayClient,
  RelayConnectionError,
  RelaySessionLostError,
  digits,
  type Call,
  type CallEnd,
} from 'relay-rx';
import { RelaySimulator, type Caller } from 'relay-rx/simulator';
import { prompt } from '../support/marbles.js';
import { expectedEnd, watchEnd } from './watched.js';

interface Scene {
  readonly simulator: RelaySimulator;
  readonly client: RelayClient;
  readonly call: Call;
  readonly caller: Caller;
}

/** A way in which a call ends on a real connection. */
interface Way {
  readonly reason: string;
  /** What readers fail with. */
  readonly failure: new (...args: never[]) => Error;
  /** How many hang-ups RELAY receives. */
  readonly hangUps: number;
  /** `ringing` for a call that nobody answers. */
  readonly from?: 'ringing';
  readonly happen: (scene: Scene) => void;
}

const send = (command$: Observable<unknown>): void => void command$.subscribe({ error: () => undefined });

const ways: Readonly<Record<string, Way>> = {
  'its caller hangs up': {
    reason: 'hangup',
    failure: CallEndedError,
    hangUps: 0,
    happen: ({ caller }) => caller.hangUp(),
  },
  'it is hung up here': {
    reason: 'hangup',
    failure: CallEndedError,
    hangUps: 1,
    happen: ({ call }) => send(call.hangup()),
  },
  'a request is answered with 404': {
    reason: 'gone',
    failure: CallEndedError,
    hangUps: 1,
    happen: ({ simulator, call }) => {
      simulator.faults.refuse('calling.hold', '404');
      send(call.hold());
    },
  },
  'a request is answered with 410': {
    reason: 'gone',
    failure: CallEndedError,
    hangUps: 1,
    happen: ({ simulator, call }) => {
      simulator.faults.refuse('calling.hold', '410');
      send(call.hold());
    },
  },
  'it is passed': {
    reason: 'passed',
    failure: CallEndedError,
    hangUps: 0,
    from: 'ringing',
    happen: ({ call }) => send(call.pass()),
  },
  'its session is lost': {
    reason: 'sessionLost',
    failure: RelaySessionLostError,
    hangUps: 0,
    happen: ({ simulator }) => simulator.faults.restart({ resume: 'new session' }),
  },
  'the connection is lost for good': {
    reason: 'closed',
    failure: RelayConnectionError,
    hangUps: 0,
    happen: ({ simulator }) => void simulator.close(),
  },
  'the client is closed': {
    reason: 'closed',
    failure: CallEndedError,
    hangUps: 0,
    happen: ({ client }) => client.close(),
  },
  'the client drains before it is answered': {
    reason: 'passed',
    failure: CallEndedError,
    hangUps: 0,
    from: 'ringing',
    happen: ({ client }) => send(client.drain()),
  },
  'the client drains': {
    reason: 'hangup',
    failure: CallEndedError,
    hangUps: 1,
    happen: ({ client }) => send(client.drain({ timeout: 0 })),
  },
};

describe.each(Object.entries(ways))('on a real connection, when %s', (_, way) => {
  const account = { project: 'p', token: 't' };
  let simulator: RelaySimulator;
  let client: RelayClient;

  beforeEach(async () => {
    simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 60_000 });
    client = new RelayClient({
      ...account,
      host: simulator.host,
      scheme: 'ws',
      contexts: ['default'],
      reconnect: (_error, attempt) => (attempt > 3 ? EMPTY : timer(1)),
      logger: false,
    });
  });
  afterEach(async () => {
    client.close();
    await simulator.close();
  });

  it('everything ends in order, readers say why, and RELAY is asked for no more than it must be', async () => {
    const log: string[] = [];
    const errors: Error[] = [];
    client.errors$.subscribe((error) => errors.push(error));
    // Held, as a server would: the client does not close with its last call.
    client.calls$.subscribe({ error: () => undefined });
    await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
    const received = firstValueFrom(client.calls$);
    const caller = simulator.call({ context: 'default', from: '+15550100', to: '+15550101' });
    const call = await received;
    const isAnswered = way.from === undefined;
    if (isAnswered) await lastValueFrom(call.answer());

    watchEnd(call, log, isAnswered);
    const readers = isAnswered
      ? [lastValueFrom(prompt(call).pipe(digits()), { defaultValue: 'nothing' }), prompt(call).wait()]
      : [];
    const asked = Promise.allSettled<unknown>(readers);
    // What was asked before it has reached RELAY.
    await lastValueFrom(client.execute('signalwire.ping'));
    const ended = firstValueFrom(call.ended$);
    way.happen({ simulator, client, call, caller });
    const end: CallEnd = await ended;

    expect(end.reason).toBe(way.reason);
    expect(end.event !== undefined).toBe(way.reason === 'hangup');
    expect(end.error !== undefined).toBe(way.failure === RelayConnectionError);
    const failed = { status: 'rejected', reason: expect.any(way.failure) as unknown };
    expect(await asked).toEqual(readers.map(() => failed));
    expect(log).toEqual(expectedEnd(way.reason, call.callId, isAnswered));
    // Late subscribers receive the same value; `after` runs once.
    const late: unknown[] = [];
    await lastValueFrom(call.ended$.pipe(tap((again) => late.push(again))));
    expect(late).toEqual([end]);
    expect(log.filter((line) => line.startsWith('after'))).toHaveLength(1);
    // Whatever was sent has arrived, if there is still a connection for it.
    await lastValueFrom(client.execute('signalwire.ping'), { defaultValue: undefined }).catch(
      () => undefined,
    );
    expect(simulator.received('calling.end')).toHaveLength(way.hangUps);
    expect(errors.filter(({ name }) => name === 'FlowError')).toEqual([]);
  });
});
