import {
  NEVER,
  ReplaySubject,
  concat,
  filter,
  firstValueFrom,
  from,
  ignoreElements,
  lastValueFrom,
  mergeMap,
  type ObservableInput,
} from 'rxjs';
import { RelayClient, eachCall, recorded, shield, type Call, type CallEnd } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';

type Flow = (call: Call) => ObservableInput<unknown>;
type After = (call: Call, end: CallEnd) => ObservableInput<unknown>;

/** The ways to end a client that still has calls. */
const ways: Readonly<
  Record<string, (client: RelayClient, flow: Flow, after: After | undefined) => { end(): Promise<unknown> }>
> = {
  drain: (client, flow, after) => {
    client.calls$.pipe(eachCall(flow, { after })).subscribe();
    return { end: () => lastValueFrom(client.drain({ timeout: 0 }), { defaultValue: undefined }) };
  },
  'await using': (client, flow, after) => {
    client.calls$.pipe(eachCall(flow, { after })).subscribe();
    return { end: () => client[Symbol.asyncDispose]() };
  },
  run: (client, flow, after) => {
    const ended = client.run(flow, { after, timeout: 0 });
    return {
      end: () => {
        process.emit('SIGTERM', 'SIGTERM');
        return ended;
      },
    };
  },
};

/** Work that outlives its call: each is over when `work` resolves, and notes that. */
interface Work {
  readonly flow: Flow;
  readonly after?: After;
}

const works: Readonly<Record<string, (work: () => Promise<void>) => Work>> = {
  after: (work) => ({
    flow: (call) => concat(call.answer().pipe(ignoreElements()), NEVER),
    after: work,
  }),
  'shielded work': (work) => ({
    flow: (call) => call.answer().pipe(mergeMap(() => from(work()).pipe(shield()))),
  }),
  'an async flow': (work) => ({
    flow: async (call) => {
      await lastValueFrom(call.answer());
      await firstValueFrom(call.ended$);
      await work();
    },
  }),
  'a late result': (work) => ({
    flow: (call) =>
      call
        .answer()
        .pipe(
          mergeMap(() =>
            call
              .record({ audio: { initialTimeout: 0, endSilenceTimeout: 0 } })
              .pipe(recorded(), mergeMap(work), shield()),
          ),
        ),
  }),
};

const cases = Object.keys(ways).flatMap((way) => Object.keys(works).map((work) => [way, work] as const));

describe('a client that ends', () => {
  let simulator: RelaySimulator;
  beforeEach(async () => {
    simulator = await RelaySimulator.listen({ project: 'p', token: 't', lateResults: 20 });
  });
  afterEach(() => simulator.close());

  it.each(cases)('by %s waits for %s, and only then closes', async (way, what) => {
    const log: string[] = [];
    const begun$ = new ReplaySubject<() => void>(1);
    const work = async (): Promise<void> => {
      await new Promise<void>((resolve) => begun$.next(resolve));
      log.push('worked');
    };
    const { flow, after } = works[what]!(work);
    const client = new RelayClient({
      project: 'p',
      token: 't',
      scheme: 'ws',
      host: simulator.host,
      contexts: ['default'],
      logger: false,
    });
    const { end } = ways[way]!(client, flow, after);
    client.status$.subscribe((status) => log.push(status));
    await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
    const caller = simulator.call({ context: 'default' });
    await firstValueFrom(caller.state$.pipe(filter((state) => state === 'answered')));
    await lastValueFrom(client.execute('signalwire.ping'));

    const ended = end().then(() => log.push('ended'));
    await firstValueFrom(caller.state$.pipe(filter((state) => state === 'ended')));
    const finish = await firstValueFrom(begun$);
    // Long enough for what does not wait.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(log.at(-1)).toBe('draining');
    finish();
    await ended;
    expect(log.slice(log.indexOf('draining'))).toEqual(['draining', 'worked', 'disconnected', 'ended']);
  });
});
