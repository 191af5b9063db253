import { firstValueFrom } from 'rxjs';
import { RelayConnectionError } from 'relay-rx';
import { WebSocket } from 'ws';
import { CLOSE_TIMEOUT, MAX_BUFFERED_BYTES } from '../../lib/connection/socket.js';
import { PING_TIMEOUT } from '../../lib/connection/watchdog.js';
import { RawServer, afterwards, event, hear, obliging, request } from '../connection/support.js';
import {
  REQUEST_TIMEOUT,
  RETRY_DELAY,
  answered,
  clocked,
  prompted,
  status,
  wired,
  type Wired,
} from './support/stage.js';
import { Wire } from './support/wire.js';

const later = afterwards();

/** How long RELAY may take to close after it has said that it will, in ms. */
const DISCONNECT_TIMEOUT = 5_000;

async function setUp(): Promise<Wired> {
  const stage = await wired();
  later(() => stage.strike());
  return stage;
}

/** Resolves when a socket is closed, whatever errors come with it. */
const closing = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => socket.on('close', resolve));

/** The dead socket is torn down when its time is up, and not before. */
async function expectTornDown({ clock, sockets }: Pick<Wired, 'clock' | 'sockets'>, nth = 0): Promise<void> {
  const dead = sockets[nth]!;
  expect(dead.readyState).not.toBe(dead.CLOSED);
  const closed = closing(dead);
  clock.advance(CLOSE_TIMEOUT);
  await closed;
}

describe('a peer that vanishes without a word', () => {
  it('is found when a request has had no answer for requestTimeout, and what was up goes on over another socket', async () => {
    const stage = await setUp();
    const { client, clock, wire, sockets, errors } = stage;
    const { call, caller } = await answered(stage);
    const { result } = await prompted(stage, { call, caller });
    wire.die();
    const asked = hear(client.execute('calling.x'));
    await wire.swallowed();
    clock.advance(REQUEST_TIMEOUT - 1);
    expect([await firstValueFrom(client.status$), asked.ended]).toEqual(['connected', undefined]);
    clock.advance(1);
    expect(await firstValueFrom(client.status$)).toBe('reconnecting');
    expect(asked.error).toMatchObject({ name: 'RelayConnectionError', delivery: 'unknown' });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('half-open: calling.x had no answer') as string },
    ]);
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
    caller.press('42');
    expect(await result).toBe('42');
    expect(stage.simulator.received('calling.play_and_collect')).toHaveLength(1);
    await expectTornDown(stage);
    expect(sockets).toHaveLength(2);
  });

  it('is found 15 s and requestTimeout after its last ping when nothing was asked', async () => {
    const stage = await setUp();
    const { client, clock, wire, sockets } = stage;
    const { call, caller } = await answered(stage);
    const { result } = await prompted(stage, { call, caller });
    wire.die();
    let probed = false;
    const probe = wire.swallowed().then(() => (probed = true));
    clock.advance(PING_TIMEOUT - 1);
    await new Promise(setImmediate);
    expect(probed).toBe(false);
    clock.advance(1);
    await probe;
    clock.advance(REQUEST_TIMEOUT - 1);
    expect(await firstValueFrom(client.status$)).toBe('connected');
    clock.advance(1);
    expect(await firstValueFrom(client.status$)).toBe('reconnecting');
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
    expect(stage.simulator.sessions).toHaveLength(1);
    caller.press('42');
    expect(await result).toBe('42');
    await expectTornDown(stage);
    expect(sockets).toHaveLength(2);
  });

  it('is found when it does so during the WebSocket handshake', async () => {
    const stage = await setUp();
    const { client, clock, wire, sockets, errors } = stage;
    wire.welcome = 'dead';
    client.connect();
    await wire.swallowed();
    clock.advance(REQUEST_TIMEOUT - 1);
    expect(errors).toEqual([]);
    const aborted = closing(sockets[0]!);
    clock.advance(1);
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/opening handshake .* 10000 ms/) as string },
    ]);
    // Before it is open a socket has nobody to say goodbye to.
    await aborted;
    wire.welcome = 'open';
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
    expect(sockets).toHaveLength(2);
  });

  it('is found when it does so before it has answered signalwire.connect', async () => {
    const stage = await setUp();
    const { client, clock, wire, errors } = stage;
    wire.welcome = 'dead once upgraded';
    client.connect();
    await wire.swallowed();
    clock.advance(REQUEST_TIMEOUT - 1);
    expect(errors).toEqual([]);
    clock.advance(1);
    expect(errors).toMatchObject([
      { message: expect.stringContaining('signalwire.connect had no answer') as string },
    ]);
    wire.welcome = 'open';
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
    await expectTornDown(stage);
  });

  it.each([
    ['and never closes', () => undefined],
    ['and vanishes', (wire: Wire) => wire.die()],
  ])('is left 5 s after it has announced that it leaves %s', async (_, then) => {
    const server = await RawServer.listen();
    later(() => server.close());
    const wire = await Wire.listen(server.host);
    later(() => wire.close());
    const stage = clocked(wire.host);
    const { client, clock } = stage;
    later(() => client.close());
    client.connect();
    const relay = await server.connection();
    await status(client, 'connected');
    relay.say(request('signalwire.disconnect', {}, 'd-1'));
    await relay.answer('d-1');
    then(wire);
    clock.advance(DISCONNECT_TIMEOUT - 1);
    expect(stage.sockets[0]!.readyState).toBe(WebSocket.OPEN);
    clock.advance(1);
    expect(stage.sockets[0]!.readyState).toBe(WebSocket.CLOSING);
    clock.advance(RETRY_DELAY);
    const next = await server.connection(2);
    const { params } = await next.request('signalwire.connect');
    expect(params).toMatchObject({ protocol: 'session-1' });
    await status(client, 'connected');
    clock.advance(CLOSE_TIMEOUT);
    client.close();
  });
});

describe('a peer that takes nothing any more', () => {
  /** Acknowledged under its own id, so that little is needed to make a lot of an answer. */
  const big = 'i'.repeat(1024 * 1024);

  async function clogged() {
    const server = await RawServer.listen(obliging);
    later(() => server.close());
    const wire = await Wire.listen(server.host);
    later(() => wire.close());
    const stage = clocked(wire.host);
    later(() => stage.client.close());
    stage.client.connect();
    const relay = await server.connection();
    await status(stage.client, 'connected');
    wire.clog();
    return { ...stage, relay };
  }

  it('is found when more than 16 MiB wait for it, though it pings and nothing was asked', async () => {
    const stage = await clogged();
    const { client, clock, relay, sockets, errors } = stage;
    const most: number[] = [];
    const watched = client.subscribe(() => most.push(sockets[0]!.bufferedAmount));
    const away = status(client, 'reconnecting');
    for (let n = 0; n < 60; n += 1)
      relay.say(request('signalwire.ping', {}, `p-${n}`), event('x', {}, `${n}${big}`));
    await away;
    expect(errors).toMatchObject([
      { name: 'RelayConnectionError', message: expect.stringMatching(/\d+ bytes wait to be sent/) as string },
    ]);
    // One more than fits was written.
    expect(Math.max(...most)).toBeLessThanOrEqual(MAX_BUFFERED_BYTES + big.length + 1024);
    expect(Math.max(...most)).toBeGreaterThan(MAX_BUFFERED_BYTES - big.length - 1024);
    await expectTornDown(stage);
    expect(sockets[0]!.bufferedAmount).toBe(0);
    watched.unsubscribe();
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
  });

  it('is found by the request that has no answer when less than that waits', async () => {
    const stage = await clogged();
    const { client, clock, sockets } = stage;
    const asked = Array.from({ length: 100 }, () =>
      hear(client.execute('calling.x', { big: big.slice(0, 100_000) })),
    );
    await new Promise(setImmediate);
    expect(sockets[0]!.bufferedAmount).toBeGreaterThan(0);
    expect(sockets[0]!.bufferedAmount).toBeLessThan(MAX_BUFFERED_BYTES);
    clock.advance(REQUEST_TIMEOUT);
    expect(await firstValueFrom(client.status$)).toBe('reconnecting');
    for (const { error } of asked) expect(error).toBeInstanceOf(RelayConnectionError);
    await expectTornDown(stage);
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
  });
});
