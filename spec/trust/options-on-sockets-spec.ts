import { filter, firstValueFrom, from, throwError } from 'rxjs';
import {
  RelayConnectionError,
  eachCall,
  type Call,
  type RelayClientOptions,
  type RelaySocket,
} from 'relay-rx';
import { WebSocket } from 'ws';
import { CLOSE_TIMEOUT } from '../../lib/connection/socket.js';
import { afterwards, hear } from '../connection/support.js';
import { prompt } from '../support/marbles.js';
import { RETRY_DELAY, answered, heldBy, prompted, status, wired, type Wired } from './support/stage.js';

const later = afterwards();

async function setUp(client: RelayClientOptions = {}): Promise<Wired> {
  const stage = await wired({ client });
  later(() => stage.strike());
  return stage;
}

const open = (...[url, options]: Parameters<NonNullable<RelayClientOptions['socket']>>) =>
  new WebSocket(url, options);

/** A socket of ws, with some of it replaced. */
function altered(socket: WebSocket, changes: Partial<RelaySocket>): RelaySocket {
  return {
    get readyState() {
      return socket.readyState;
    },
    on: (name, listener) => socket.on(name, listener),
    removeListener: (name, listener) => socket.removeListener(name, listener),
    send: (data) => socket.send(data),
    close: (code) => socket.close(code),
    terminate: () => socket.terminate(),
    ...changes,
  };
}

const theirs = (): never => {
  throw new Error('theirs');
};

describe('a socket factory that fails is tried again, and errors$ is told why', () => {
  it.each<[string, () => RelaySocket, string]>([
    ['throws', theirs, 'theirs'],
    ['gives nothing', () => undefined as never, 'RelayClient.socket returned'],
    ['gives a promise', () => Promise.resolve() as never, 'RelayClient.socket returned'],
    ['gives half a socket', () => ({ on: theirs }) as never, 'removeListener, send, close, terminate'],
  ])('when it %s', async (_, broken, why) => {
    let attempts = 0;
    const { client, clock, errors } = await setUp({
      socket: (url, options) => ((attempts += 1) === 1 ? broken() : open(url, options)),
    });
    client.connect();
    expect(errors).toMatchObject([
      { name: 'RelayConnectionError', message: expect.stringContaining(why) as string },
    ]);
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
    expect(attempts).toBe(2);
  });
});

describe('a socket that fails', () => {
  it('as it is written to is replaced, and what was up goes on', async () => {
    let broken = false;
    const stage = await setUp({
      socket: (url, options) => {
        const socket = open(url, options);
        return altered(socket, { send: (data) => (broken ? theirs() : socket.send(data)) });
      },
    });
    const { client, clock } = stage;
    const up = await answered(stage);
    const { result } = await prompted(stage, up);
    broken = true;
    const asked = hear(client.execute('calling.x'));
    expect(asked.error).toMatchObject({ delivery: 'unsent' });
    expect(stage.errors).toMatchObject([{ message: expect.stringContaining('theirs') as string }]);
    broken = false;
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
    up.caller.press('42');
    expect(await result).toBe('42');
  });

  it('as it is closed is torn down when its time is up', async () => {
    const sockets: WebSocket[] = [];
    const { client, clock } = await setUp({
      socket: (url, options) => {
        const socket = open(url, options);
        sockets.push(socket);
        return altered(socket, { close: theirs });
      },
    });
    const held = client.connect();
    await status(client, 'connected');
    held.unsubscribe();
    clock.advance(0);
    expect(await firstValueFrom(client.status$)).toBe('disconnected');
    const [socket] = sockets as [WebSocket];
    expect(socket.readyState).toBe(WebSocket.OPEN);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    clock.advance(CLOSE_TIMEOUT);
    await closed;
  });
});

it('generateId that throws as it is asked for the id of a connect is told, and asked again', async () => {
  let asked = 0;
  const { client, clock, errors, sockets } = await setUp({
    generateId: () => ((asked += 1) === 1 ? theirs() : `id-${asked}`),
  });
  const told = firstValueFrom(client.errors$);
  client.connect();
  await told;
  expect(errors).toMatchObject([
    { name: 'RelayConnectionError', message: expect.stringContaining('theirs') as string },
  ]);
  clock.advance(RETRY_DELAY);
  await status(client, 'connected');
  expect(sockets.length).toBe(2);
});

describe('a delay that is none', () => {
  it.each([NaN, -1, 1, 1e9, undefined as never, '0' as never])(
    'of a random that gives %p is the longest there is',
    async (share) => {
      const { client, clock, sockets } = await setUp({
        reconnect: { initialDelay: RETRY_DELAY, maxDelay: RETRY_DELAY, random: () => share },
      });
      client.connect();
      await status(client, 'connected');
      const away = status(client, 'reconnecting');
      sockets[0]!.terminate();
      await away;
      clock.advance(RETRY_DELAY - 1);
      expect(sockets.length).toBe(1);
      clock.advance(1);
      expect(sockets.length).toBe(2);
      await status(client, 'connected');
    },
  );
});

describe('a reconnect that says no: everything ends with the error that it said no to', () => {
  it.each<[string, RelayClientOptions['reconnect'], string | undefined]>([
    ['false', false, undefined],
    ['a function that gives up', () => [], undefined],
    ['a function that throws', theirs, 'theirs'],
    ['a notifier that fails', () => throwError(() => new Error('theirs')), 'theirs'],
    ['a promise that rejects', () => Promise.reject(new Error('theirs')), 'theirs'],
    ['a function that gives what is no notifier', () => 5 as never, 'stream was expected'],
  ])('%s', async (_, reconnect, why) => {
    const stage = await setUp({ reconnect: reconnect! });
    const { client, clock, errors, sockets } = stage;
    const { call } = await answered(stage);
    const all = [client, client.calls$, prompt(call)].map((each) => hear<unknown>(each));
    const ended = hear(call.ended$);
    const over = status(client, 'disconnected');
    sockets[0]!.terminate();
    await over;
    for (const { error } of all) expect(error).toBeInstanceOf(RelayConnectionError);
    expect(ended.values).toMatchObject([
      { reason: 'closed', error: expect.any(RelayConnectionError) as Error },
    ]);
    expect(errors.slice(1).map(({ message }) => message)).toEqual(
      why === undefined ? [] : [expect.stringContaining(why) as string],
    );
    expect(heldBy(call)).toBe(0);
    clock.advance(3_600_000);
    expect(sockets.length).toBe(1);
  });
});

describe('a promise that rejects', () => {
  it('in a flow, or of a logger, is the trouble of one call, and of nobody', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    later(() => process.off('unhandledRejection', note));
    const rejects = jest.fn((): void => Promise.reject(new Error('theirs')) as never);
    const stage = await setUp({ logger: { debug: rejects, info: rejects, warn: rejects, error: rejects } });
    const { client, simulator, errors } = stage;
    const [, ...others] = Array.from({ length: 3 }, (_, n) =>
      simulator.call({ context: 'default', from: `+1555010${n}` }),
    );
    const flow = (call: Call) =>
      call.device?.params['from_number'] === '+15550100'
        ? from(Promise.reject(new Error('theirs')))
        : call.answer().pipe(filter(() => false));
    const results = hear(client.calls$.pipe(eachCall(flow)));
    await firstValueFrom(client.errors$);
    for (const each of others)
      await firstValueFrom(each.state$.pipe(filter((state) => state === 'answered')));
    await firstValueFrom(client.activeCalls$.pipe(filter((count) => count === 2)));
    expect(errors).toMatchObject([{ name: 'FlowError', cause: { message: 'theirs' } }]);
    expect(results.ended).toBeUndefined();
    expect(rejects).toHaveBeenCalled();
    await new Promise(setImmediate);
    expect(unhandled).toEqual([]);
  });
});
