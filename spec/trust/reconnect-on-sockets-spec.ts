import { filter, firstValueFrom, lastValueFrom, type Observable } from 'rxjs';
import {
  RelayConnectionError,
  RelaySessionLostError,
  phone,
  type RelayClient,
  type RelayClientOptions,
} from 'relay-rx';
import {
  RawServer,
  afterwards,
  hear,
  inbound,
  obliging,
  type Frame,
  type RawConnection,
} from '../connection/support.js';
import {
  REQUEST_TIMEOUT,
  RETRY_DELAY,
  answered,
  clocked,
  heldBy,
  prompted,
  status,
  wired,
  type Wired,
} from './support/stage.js';

import { WebSocket } from 'ws';
const later = afterwards();
const next = <T>(source$: Observable<T>): Promise<T> => firstValueFrom(source$);
const away = (client: RelayClient): Promise<unknown> =>
  next(client.status$.pipe(filter((now) => now === 'reconnecting')));

/** A server that does as the spec says, and a client whose time does. */
async function raw(
  answer?: (frame: Frame, connection: RawConnection) => unknown,
  options: RelayClientOptions = {},
) {
  const server = await RawServer.listen(answer);
  later(() => server.close());
  const stage = clocked(server.host, options);
  later(() => stage.client.close());
  return { server, ...stage };
}

async function simulated(): Promise<Wired> {
  const stage = await wired();
  later(() => stage.strike());
  return stage;
}

/** What a server does that drops whoever asks something of it. */
function hangUp({ socket }: RawConnection): unknown {
  socket.terminate();
  return undefined;
}

/** Cuts the connection of the moment, and lets the client notice. */
async function drop({ client, sockets }: Pick<Wired, 'client' | 'sockets'>): Promise<void> {
  const gone = next(client.errors$);
  sockets.at(-1)!.terminate();
  await gone;
}

const protocolOf = ({ params }: Frame): unknown => params?.['protocol'];

/** A call that is up when the connection drops, and how its session comes back: a resume has this answer. */
async function callThroughResume(answer: object) {
  const stage = await raw((frame) =>
    frame.method === 'signalwire.connect' && protocolOf(frame) !== undefined ? answer : obliging(frame),
  );
  const { server, client, clock } = stage;
  const received = next(client.calls$);
  const calls = hear(client.calls$);
  await status(client, 'connected');
  server.connections[0]!.say(inbound('call-1'));
  const ended = hear((await received).ended$);
  await drop(stage);
  clock.advance(RETRY_DELAY);
  await status(client, 'connected');
  return { ...stage, calls, ended };
}

describe('the waits between attempts, on real sockets', () => {
  it('double up to the longest, and go on where a connection has not lasted', async () => {
    let reachable = false;
    const { server, client, clock, sockets } = await raw(
      (frame, connection) => (reachable ? obliging(frame) : hangUp(connection)),
      { reconnect: { initialDelay: 1_000, maxDelay: 5_000, random: () => 0.5 } },
    );
    const delays = async (attempts: number): Promise<number[]> => {
      const waits: number[] = [];
      for (let n = 0; n < attempts; n += 1) {
        const [before, since] = [sockets.length, clock.now()];
        while (sockets.length === before) clock.advance(100);
        waits.push(clock.now() - since);
        if (!reachable) await next(client.errors$);
      }
      return waits;
    };
    client.connect();
    await next(client.errors$);
    expect(await delays(5)).toEqual([500, 1_000, 2_000, 2_500, 2_500]);
    reachable = true;
    await delays(1);
    await status(client, 'connected');
    reachable = false;
    await drop({ client, sockets });
    // The connection has not lasted for maxDelay: RELAY is not asked more often because of it.
    expect(await delays(2)).toEqual([2_500, 2_500]);
    expect(server.connections.length).toBe(sockets.length);
  });

  it('are those of a function that is told the error and the attempt, and count on where a connection has not lasted', async () => {
    const asked: [string, number][] = [];
    const { client, sockets } = await raw(undefined, {
      reconnect: (error, attempt) => {
        asked.push([error.name, attempt]);
        return [true];
      },
    });
    client.connect();
    await status(client, 'connected');
    for (let n = 0; n < 2; n += 1) {
      await drop({ client, sockets });
      await status(client, 'connected');
    }
    expect(asked).toEqual([
      ['RelayConnectionError', 1],
      ['RelayConnectionError', 2],
    ]);
  });
});

describe('a connection that is lost before it is ready', () => {
  it('during the authentication, is tried again, and who was first is first still', async () => {
    let losses = 3;
    const { server, client, clock } = await raw((frame, connection) => {
      if (frame.method !== 'signalwire.connect' || losses === 0) return obliging(frame);
      losses -= 1;
      return hangUp(connection);
    });
    const asked = hear(client.execute('calling.x'));
    for (let n = 0; n < 3; n += 1) {
      await next(client.errors$);
      clock.advance(RETRY_DELAY);
    }
    await status(client, 'connected');
    const relay = await server.connection(4);
    await relay.request('calling.x');
    await next(client.execute('calling.y'));
    expect(asked.ended).toBe('completed');
    expect(server.connections.map((each) => each.requests('calling.x').length)).toEqual([0, 0, 0, 1]);
  });

  it('twice in the middle of one resume, is resumed all the same: a prompt goes on, and is asked once', async () => {
    const stage = await simulated();
    const { client, clock, simulator, wire } = stage;
    const up = await answered(stage);
    const { result } = await prompted(stage, up);
    wire.welcome = 'dead once upgraded';
    const states = hear(client.status$);
    await drop(stage);
    for (let n = 0; n < 2; n += 1) {
      clock.advance(RETRY_DELAY);
      // signalwire.connect has left, and goes unheard.
      await wire.swallowed();
      if (n === 1) wire.welcome = 'open';
      await drop(stage);
    }
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
    up.caller.press('42');
    expect(await result).toBe('42');
    expect(states.values).toEqual(['connected', 'reconnecting', 'connected']);
    expect(simulator.received('calling.play_and_collect')).toHaveLength(1);
    expect(simulator.sessions).toHaveLength(1);
    expect(stage.sockets).toHaveLength(4);
  });

  it('and then refused its resume, connects afresh at once: what belonged to the old session ends, and says so', async () => {
    const stage = await simulated();
    const { client, clock, simulator, errors } = stage;
    const up = await answered(stage);
    const { result } = await prompted(stage, up);
    simulator.callee({ answer: 'manual' });
    const dialled = hear(client.dial({ devices: phone({ to: '+15550102', from: '+15550100' }) }));
    await next(simulator.dialled$);
    const ended = hear(up.call.ended$);
    const waiting = expect(result).rejects.toBeInstanceOf(RelaySessionLostError);
    simulator.faults.restart();
    await away(client);
    const late = hear(up.call.answer());
    const fresh = hear(client.execute('calling.x'));
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
    await waiting;
    for (const { error } of [dialled, late]) expect(error).toBeInstanceOf(RelaySessionLostError);
    expect(ended.values).toEqual([{ reason: 'sessionLost' }]);
    await next(client.execute('signalwire.ping'));
    // What concerns no call waits for the session, whichever it is.
    expect(fresh.ended).toBe('failed');
    expect(fresh.error).not.toBeInstanceOf(RelayConnectionError);
    expect(simulator.received('calling.answer')).toHaveLength(1);
    expect(simulator.received('signalwire.connect').map(({ params }) => 'protocol' in params)).toEqual([
      false,
      true,
      false,
    ]);
    expect(errors).toHaveLength(1);
    expect(heldBy(up.call)).toBe(1);
  });
});

describe('a resume that RELAY answers in an odd way', () => {
  it.each<[string, object]>([
    ['code -32002', { error: { code: -32002, message: 'no' } }],
    ['code -32603', { error: { code: -32603, message: 'no' } }],
    ['code -32000', { error: { code: -32000, message: 'no' } }],
    ['code 500', { error: { code: 500, message: 'no' } }],
    ['code 0', { error: { code: 0, message: 'no' } }],
    ['an error that is none', { error: 'no' }],
    ['an answer that names no protocol', { result: { identity: 'i' } }],
    ['an answer that is nothing', { result: null }],
    ['another session', { result: { protocol: 'session-2', identity: 'i' } }],
  ])('ends in a fresh session, and says that the calls are lost: %s', async (_, answer) => {
    const { server, client, errors, calls, ended } = await callThroughResume(answer);
    expect(ended.values).toEqual([{ reason: 'sessionLost' }]);
    const connects = server.connections.flatMap((connection) => connection.requests('signalwire.connect'));
    expect(connects.length).toBeLessThanOrEqual(3);
    expect(connects.slice(0, 2).map(protocolOf)).toEqual([undefined, 'session-1']);
    // It is no longer the old one, and serves the next call.
    server.connections.at(-1)!.say(inbound('call-2'));
    await next(client.execute('signalwire.ping'));
    expect(calls.values.map(({ callId }) => callId)).toEqual(['call-1', 'call-2']);
    expect(errors.map(({ name }) => name)).toEqual(['RelayConnectionError']);
  });

  it('is resumed where RELAY says so, whatever the name of the session', async () => {
    const { ended } = await callThroughResume({
      result: { protocol: 'another-name', session_restored: true },
    });
    expect(ended.values).toEqual([]);
  });
});

describe('a dial and a message, over a connection that is lost', () => {
  it('go on when the session is resumed', async () => {
    const stage = await simulated();
    const { client, clock, simulator } = stage;
    client.connect();
    simulator.callee({ to: '+15550102', answer: 'manual' });
    simulator.recipient({ to: '+15550103', after: 100 });
    const ringing = next(simulator.dialled$);
    const accepted = next(simulator.messages$);
    const dialled = next(client.dial({ devices: phone({ to: '+15550102', from: '+15550100' }) }));
    const sent = client.sendMessage({ toNumber: '+15550103', fromNumber: '+15550100', body: 'Hello.' });
    const delivered = lastValueFrom(sent);
    const callee = await ringing;
    await next(callee.state$.pipe(filter((state) => state === 'ringing')));
    await accepted;
    await next(client.execute('signalwire.ping'));
    await drop(stage);
    // What is sent before the server has noticed is lost with the connection.
    while (simulator.connections > 0) await new Promise(setImmediate);
    callee.answer();
    clock.advance(RETRY_DELAY);
    expect(await dialled).toMatchObject({ state: 'answered' });
    expect(await delivered).toMatchObject({ messageState: 'delivered' });
    expect(simulator.received('calling.dial')).toHaveLength(1);
    expect(simulator.received('messaging.send')).toHaveLength(1);
  });
});

describe('requests, over connections that are lost', () => {
  it('are sent once, in order, when those that were asked wait out two drops', async () => {
    let answering = false;
    const { server, client, clock, sockets } = await raw((frame) =>
      frame.method === 'signalwire.connect' && !answering ? undefined : obliging(frame),
    );
    answering = true;
    client.connect();
    await status(client, 'connected');
    answering = false;
    await drop({ client, sockets });
    const asked = Array.from({ length: 100 }, (_, n) => hear(client.execute('calling.x', { n })));
    for (let n = 2; n <= 3; n += 1) {
      clock.advance(RETRY_DELAY);
      await (await server.connection(n)).request('signalwire.connect');
      if (n === 2) await drop({ client, sockets });
      asked.push(
        ...Array.from({ length: 100 }, (_, m) => hear(client.execute('calling.x', { n: (n - 1) * 100 + m }))),
      );
    }
    await drop({ client, sockets });
    answering = true;
    clock.advance(RETRY_DELAY);
    const relay = await server.connection(4);
    await relay.request('calling.x', 300);
    await next(client.execute('calling.last'));
    const sent = server.connections.map((each) =>
      each.requests('calling.x').map(({ params }) => params?.['n']),
    );
    expect(sent).toEqual([[], [], [], Array.from({ length: 300 }, (_, n) => n)]);
    expect(asked.every(({ ended }) => ended === 'completed')).toBe(true);
  });

  it('that were sent and not answered say that nobody knows, and are not sent again', async () => {
    const { server, client, clock, sockets } = await raw((frame) =>
      frame.method === 'calling.x' ? undefined : obliging(frame),
    );
    client.connect();
    await status(client, 'connected');
    const lost = hear(client.execute('calling.x'));
    await (await server.connection()).request('calling.x');
    await drop({ client, sockets });
    expect(lost.error).toMatchObject({ delivery: 'unknown' });
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
    await next(client.execute('calling.y'));
    expect(server.connections.flatMap((each) => each.requests('calling.x'))).toHaveLength(1);
  });

  it('wait to the number of maxActiveCalls, 1,000 by default; the next is refused, and those that waited too long are never sent', async () => {
    const { server, client, clock, sockets } = await raw();
    client.connect();
    await status(client, 'connected');
    await drop({ client, sockets });
    const first = hear(client.execute('calling.x', { n: -1 }));
    clock.advance(RETRY_DELAY / 2);
    const rest = Array.from({ length: 999 }, (_, n) => hear(client.execute('calling.x', { n })));
    const refused = hear(client.execute('calling.x', { n: 999 }));
    expect(refused.error).toMatchObject({
      delivery: 'unsent',
      message: expect.stringContaining('1000 requests wait') as string,
    });
    // The way back is barred until the first has waited for requestTimeout.
    await server.close();
    while (clock.now() < REQUEST_TIMEOUT) {
      const failed = next(client.errors$);
      clock.advance(RETRY_DELAY / 2);
      if (sockets.at(-1)!.readyState === WebSocket.CONNECTING) await failed;
    }
    expect(first.error).toMatchObject({
      delivery: 'unsent',
      message: expect.stringContaining(`${REQUEST_TIMEOUT} ms`) as string,
    });
    expect(rest.every(({ ended }) => ended === undefined)).toBe(true);
    clock.advance(RETRY_DELAY / 2);
    expect(rest.every(({ error }) => error instanceof RelayConnectionError)).toBe(true);
    expect(server.connections.flatMap((each) => each.requests('calling.x'))).toEqual([]);
  });
});

it('shows at each connect the contexts that are received then', async () => {
  const { server, client, clock, sockets } = await raw();
  client.connect();
  await status(client, 'connected');
  await next(client.receive(['sales']));
  await drop({ client, sockets });
  const asked = [hear(client.receive(['support'])), hear(client.unreceive(['default']))];
  clock.advance(RETRY_DELAY);
  await status(client, 'connected');
  await next(client.execute('calling.x'));
  expect(asked.map(({ ended }) => ended)).toEqual(['completed', 'completed']);
  await drop({ client, sockets });
  clock.advance(RETRY_DELAY);
  await status(client, 'connected');
  const shown = server.connections.map(
    (each) => each.requests('signalwire.connect')[0]?.params?.['contexts'],
  );
  // `unreceive` counts at once, `receive` when RELAY has accepted it.
  expect(shown).toEqual([['default'], ['sales'], ['sales', 'support']]);
});
