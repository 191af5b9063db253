import {
  NEVER,
  asyncScheduler,
  first,
  takeUntil,
  filter,
  firstValueFrom,
  lastValueFrom,
  mergeMap,
  of,
  throwError,
  timer,
  type Observable,
  type ObservableInput,
} from 'rxjs';
import { RelayClient, eachCall, phone, stop, tts, type Call, type RelayClientOptions } from 'relay-rx';
import { callEnded, connectState, type RelayRunHelpers } from 'relay-rx/testing';
import { RelaySimulator } from 'relay-rx/simulator';
import { marbles, prompt } from './support/marbles.js';

const { run } = marbles({ client: { logger: false } });

/** What is reported on `errors$` in a test, by its code and with its frame. */
function reported(test: (helpers: RelayRunHelpers) => void): readonly string[] {
  const lines: string[] = [];
  run((helpers) => {
    const start = asyncScheduler.now();
    helpers.client.errors$.subscribe((error) =>
      lines.push(`${asyncScheduler.now() - start} ${(error as { code?: string }).code ?? error.name}`),
    );
    test(helpers);
  });
  return lines;
}

const flowOf = (call: Call, flow: (call: Call) => ObservableInput<unknown>) =>
  of(call).pipe(eachCall(flow)).subscribe();
/** The test goes on for so long, and the call is up till then. */
const goesOn = ({ client, cold }: RelayRunHelpers, marble: string) => {
  client.connect();
  cold(`${marble} x`).subscribe();
};

const devices = [[phone({ to: '+15550101', from: '+15550100' })]];

/** What puts a call into other hands. */
const handsOn: Readonly<Record<string, (call: Call) => Observable<unknown>>> = {
  transferred: (call) => call.transfer({ dest: 'x' }),
  connected: (call) => call.connect({ devices }),
  bridged: (call) => call.bridge({ devices }),
  referred: (call) => call.refer({ device: { type: 'sip', params: { to: 'sip:c@example.test' } } }),
  'put into a conference by joinConference': (call) => call.joinConference({ name: 'x' }),
  'put into a conference': (call) => call.conference({ name: 'x' }),
  'put into a room': (call) => call.joinRoom({ name: 'x' }),
  'put into a queue': (call) => call.queueEnter({ queueName: 'x' }),
};

describe('a call that its flow has left', () => {
  const completes = () => timer(1);

  it.each<[string, readonly string[], (helpers: RelayRunHelpers) => void]>([
    [
      'unanswered: reported after 5 s',
      ['5001 ERR_RELAY_CALL_UNANSWERED'],
      ({ call }) => flowOf(call, completes),
    ],
    ['passed: nothing', [], ({ call }) => flowOf(call, () => call.pass())],
    ['hung up: nothing', [], ({ call }) => flowOf(call, () => call.hangup())],
    [
      'ended by its caller before: nothing',
      [],
      ({ call, relay }) => {
        flowOf(call, completes);
        relay.events('4s e', { e: callEnded('hangup') });
      },
    ],
    [
      'answered, with nothing running on it: reported after 60 s',
      ['60000 ERR_RELAY_CALL_IDLE'],
      ({ call }) => flowOf(call, () => call.answer()),
    ],
    [
      'answered, with music that goes on: reported when that has ended',
      ['120000 ERR_RELAY_CALL_IDLE'],
      ({ call }) => {
        call
          .playSilence({ duration: 500 })
          .pipe(takeUntil(timer(100_000)))
          .subscribe();
        flowOf(call, () => call.answer());
      },
    ],
    ...Object.entries(handsOn).map(
      ([name, ask]): [string, readonly string[], (helpers: RelayRunHelpers) => void] => [
        `${name}: nothing`,
        [],
        ({ call }) =>
          flowOf(call, () => call.answer().pipe(mergeMap(() => ask(call).pipe(takeUntil(timer(5)))))),
      ],
    ),
    [
      'connected to by another call: nothing',
      [],
      ({ call, relay }) => {
        flowOf(call, () => call.answer());
        relay.events('1s c', { c: connectState('connected') });
      },
    ],
  ])('%s', (_, expected, test) => {
    expect(
      reported((helpers) => {
        test(helpers);
        goesOn(helpers, '3m');
      }),
    ).toEqual(expected);
  });
});

describe('what looks wrong', () => {
  it('is reported where a client that watches calls receives no context, once', () => {
    const { run: runWithout } = marbles({ client: { logger: false, contexts: [] } });
    const lines: string[] = [];
    runWithout((helpers) => {
      helpers.client.errors$.subscribe((error) => lines.push(`${asyncScheduler.now()} ${error.message}`));
      helpers.client.calls$.subscribe();
      helpers.client.calls$.subscribe();
      goesOn(helpers, '1m');
    });
    expect(lines).toEqual([expect.stringMatching(/^5000 .*receives no context.*contexts: \['default'\]/)]);
  });

  it('is not where it receives one later', () => {
    const { run: runWithout } = marbles({ client: { logger: false, contexts: [] } });
    const lines: string[] = [];
    runWithout((helpers) => {
      helpers.client.errors$.subscribe((error) => lines.push(error.message));
      helpers.client.calls$.subscribe();
      helpers.client.receive(['late']).subscribe();
      goesOn(helpers, '1m');
    });
    expect(lines).toEqual([]);
  });

  it.each<[string, RegExp, (helpers: RelayRunHelpers) => unknown]>([
    [
      'digitTimeout: 5000',
      /digitTimeout is in seconds, and 5000 looks like milliseconds/,
      ({ call }) => call.collect({ digits: { max: 1, digitTimeout: 5000 } }),
    ],
    [
      'initialTimeout: 4000',
      /initialTimeout is in seconds, and 4000 looks like milliseconds/,
      ({ call }) => prompt(call, { collect: { digits: { max: 1 }, initialTimeout: 4000 } }),
    ],
    [
      'a silence of 1000',
      /duration is in seconds, and 1000 looks like milliseconds/,
      ({ call }) => call.playSilence({ duration: 1000 }),
    ],
    [
      'timeout: 30000 of a detector',
      /timeout is in seconds, and 30000 looks like milliseconds/,
      ({ call }) => call.detectAnsweringMachine({ timeout: 30_000 }),
    ],
    [
      'machineReadyTimeout: 4500',
      /machineReadyTimeout is in seconds, and 4500 looks like milliseconds/,
      ({ call }) => call.detectAnsweringMachine({ machineReadyTimeout: 4_500 }),
    ],
    ...(['connect', 'bridge'] as const).map(
      (name): [string, RegExp, (helpers: RelayRunHelpers) => unknown] => [
        `a phone that rings for 25000 in ${name}`,
        /timeout is in seconds, and 25000 looks like milliseconds/,
        ({ call }) => {
          const rings = phone({ to: '+15550101', from: '+15550100', timeout: 25_000 });
          return call[name]({ devices: [[rings]] });
        },
      ],
    ),
    [
      'dialTimeout: 30',
      /dialTimeout is in milliseconds, and 30 looks like seconds/,
      ({ client }) =>
        client.dial({ devices: phone({ to: '+15550101', from: '+15550100' }), dialTimeout: 30 }),
    ],
    [
      'drain({ timeout: 30 })',
      /timeout is in milliseconds, and 30 looks like seconds/,
      ({ client }) => client.drain({ timeout: 30 }),
    ],
  ])('%s is warned of, once', (_, message, ask) => {
    const lines: string[] = [];
    run((helpers) => {
      helpers.client.errors$.subscribe((error) => lines.push(error.message));
      ask(helpers);
      ask(helpers);
    });
    expect(lines).toEqual([expect.stringMatching(message)]);
  });

  it('is no duration that somebody may well mean', () => {
    const lines: string[] = [];
    run(({ call, client }) => {
      client.errors$.subscribe((error) => lines.push(error.message));
      call.detectDigit({ digits: '0', timeout: 3_600 });
      call.echo({ timeout: 3_600 });
      call.record({ audio: { maxLength: 7_200, initialTimeout: 300 } });
      client.dial({ devices: phone({ to: '+15550101', from: '+15550100', maxDuration: 14_400 }) });
    });
    expect(lines).toEqual([]);
  });

  it('is an async flow that fails later, for a reason of its own', async () => {
    const lines: string[] = [];
    const { done, go } = run((helpers) => {
      helpers.client.errors$.subscribe((error) => lines.push(error.message));
      let go: () => void = () => undefined;
      const told = new Promise<void>((resolve) => (go = resolve));
      const done = told.then(() => undefined);
      flowOf(helpers.call, async () => {
        await told;
        throw new Error('disk full');
      });
      helpers.relay.events('---e', { e: callEnded('hangup') });
      return { done, go };
    });
    go();
    await done;
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines).toEqual(['The flow of call call-1 failed: disk full']);
  });
});

describe('while nobody is subscribed to errors$', () => {
  const account = { project: 'p', token: 't' };
  let simulator: RelaySimulator;
  let clients: RelayClient[] = [];
  let lines: string[] = [];
  let warned: jest.SpyInstance;

  beforeEach(async () => {
    simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 60_000 });
    lines = [];
    warned = jest.spyOn(console, 'warn').mockImplementation((...args) => void lines.push(args.join(' ')));
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    clients = [];
    await simulator.close();
    warned.mockRestore();
  });

  const open = (options: RelayClientOptions = {}): RelayClient => {
    const client = new RelayClient({
      ...account,
      host: simulator.host,
      scheme: 'ws',
      contexts: ['default'],
      reconnect: { initialDelay: 1, maxDelay: 2 },
      ...options,
    });
    clients.push(client);
    return client;
  };
  const until = async (holds: () => boolean): Promise<void> => {
    for (let n = 0; n < 500 && !holds(); n += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  /** Serves one call by a flow, until the caller has hung up. */
  const serve = async (
    client: RelayClient,
    flow: (call: Call) => ObservableInput<unknown>,
  ): Promise<void> => {
    client.calls$.pipe(eachCall(flow)).subscribe();
    await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
    simulator.call({ context: 'default' });
  };

  it.each<[string, RegExp, (client: RelayClient) => unknown]>([
    [
      'a flow with a bug',
      /^relay-rx: The flow of call \S+ failed: Cannot read properties .*\(at .*nothing-silent-spec/,
      (client) =>
        serve(client, () => (undefined as unknown as { pipe: () => ObservableInput<unknown> }).pipe()),
    ],
    [
      'a notifier that fails',
      /^relay-rx: .*stop.*theirs/,
      (client) =>
        serve(client, (call) =>
          call.answer().pipe(mergeMap(() => prompt(call).pipe(stop(throwError(() => new Error('theirs')))))),
        ),
    ],
    [
      'a frame that cannot be read',
      /^relay-rx: .*JSON/,
      async (client) => {
        client.connect();
        await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
        simulator.faults.garble();
      },
    ],
    [
      'a stop that is refused',
      /^relay-rx: .*calling\.play\.stop.*Refused by the simulator/,
      (client) =>
        serve(client, (call) => {
          simulator.faults.refuse('calling.play.stop', '409');
          return call.answer().pipe(
            mergeMap(() =>
              call.play({ media: [tts('Hello.'), { type: 'silence', duration: 60 }] }).pipe(first()),
            ),
            mergeMap(() => NEVER),
          );
        }),
    ],
    [
      'a duration in the wrong unit',
      /^relay-rx: dial: dialTimeout is in milliseconds, and 30 looks like seconds$/,
      (client) => client.dial({ devices: phone({ to: '+15550101', from: '+15550100' }), dialTimeout: 30 }),
    ],
    [
      'a connection that was lost',
      /^relay-rx: /,
      async (client) => {
        client.connect();
        await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
        simulator.faults.drop();
      },
    ],
  ])('console.warn says of %s what to do, in one line', async (_, expected, happen) => {
    await happen(open());
    await until(() => lines.some((line) => expected.test(line)));
    expect(lines).toContainEqual(expect.stringMatching(expected));
    expect(lines.filter((line) => line.includes('\n'))).toEqual([]);
  });

  it('says of a wrong host which URL it was, and which option to look at', async () => {
    const client = open({ host: '127.0.0.1:9' });
    client.connect();
    await until(() => lines.length > 0);
    expect(lines[0]).toMatch(/^relay-rx: .*ws:\/\/127\.0\.0\.1:9.*option host/);
  });

  it.each<[string, RelayClientOptions, (client: RelayClient) => void]>([
    ['logger: false', { logger: false }, () => undefined],
    [
      'a logger',
      {
        logger: {
          debug: () => undefined,
          info: () => undefined,
          warn: () => undefined,
          error: () => undefined,
        },
      },
      () => undefined,
    ],
    ['a subscriber of errors$', {}, (client) => client.errors$.subscribe()],
  ])('nothing is written with %s', async (_, options, prepare) => {
    const client = open(options);
    prepare(client);
    client.dial({ devices: phone({ to: '+15550101', from: '+15550100' }), dialTimeout: 30 });
    const failed = firstValueFrom(client.activeCalls$.pipe(filter((calls) => calls === 1)));
    await serve(client, () => throwError(() => new Error('theirs')));
    await failed;
    await lastValueFrom(client.drain({ timeout: 0 }), { defaultValue: undefined });
    expect(lines).toEqual([]);
  });
});
