import { createServer, type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { filter, firstValueFrom, take, toArray, type Observable } from 'rxjs';
import {
  OverloadError,
  RelayAuthenticationError,
  RelayClient,
  RelayConnectionError,
  RelayError,
  RelayProtocolError,
  RelaySessionLostError,
  tts,
  type Call,
  type RelayClientOptions,
  type RelaySocket,
  type SocketFactory,
} from 'relay-rx';
import { WebSocket } from 'ws';
import { JUNK, RelaySimulator, type SimulatorOptions } from 'relay-rx/simulator';
import {
  AUTHORIZATION_STATE,
  RawServer,
  TOKEN,
  afterwards,
  authorization,
  callEnded,
  ending,
  event,
  hear,
  inbound,
  obliging,
  quickly,
  request,
} from '../connection/support.js';

const later = afterwards();

async function simulate(options: Partial<SimulatorOptions> = {}): Promise<RelaySimulator> {
  const simulator = await RelaySimulator.listen({
    project: 'p',
    token: TOKEN,
    wordsPerMinute: 60_000,
    ...options,
  });
  later(() => simulator.close());
  return simulator;
}

async function serve(answer?: Parameters<typeof RawServer.listen>[0]): Promise<RawServer> {
  const server = await RawServer.listen(answer);
  later(() => server.close());
  return server;
}

function connect({ host }: { host: string }, options: RelayClientOptions = {}): RelayClient {
  const client = new RelayClient({
    project: 'p',
    token: TOKEN,
    host,
    scheme: 'ws',
    contexts: ['default'],
    reconnect: quickly,
    ...options,
  });
  later(() => client.close());
  return client;
}

/** Makes sockets as usual, and knows which. */
const factory = () =>
  jest.fn<RelaySocket, Parameters<SocketFactory>>((url, options) => new WebSocket(url, options));

const status = (client: RelayClient, wanted: string): Promise<unknown> =>
  firstValueFrom(client.status$.pipe(filter((now) => now === wanted)));

/** The next time that it comes to this status from another. */
const becomes = (client: RelayClient, wanted: string): Promise<unknown> => {
  let left = false;
  return firstValueFrom(
    client.status$.pipe(
      filter((now) => {
        left ||= now !== wanted;
        return left && now === wanted;
      }),
    ),
  );
};

const nextCall = (client: RelayClient): Promise<Call> => firstValueFrom(client.calls$);
const nextError = (client: RelayClient): Promise<Error> => firstValueFrom(client.errors$);

describe('RelayClient: the shared connection', () => {
  it('opens nothing until somebody subscribes', () => {
    const socket = factory();
    const client = connect({ host: 'relay.test' }, { socket });
    const watched = [hear(client.status$), hear(client.errors$)];
    client.execute('calling.x');
    client.on('x');
    expect(socket).not.toHaveBeenCalled();
    expect(watched[0]!.values).toEqual(['disconnected']);
  });

  it('is one for everything that is subscribed', async () => {
    const server = await serve();
    const client = connect(server);
    hear(client);
    hear(client.calls$);
    hear(client.on('calling.call.play'));
    client.connect();
    await firstValueFrom(client.execute('calling.x'));
    expect(server.connections).toHaveLength(1);
    expect(server.connections[0]!.requests('signalwire.connect')).toHaveLength(1);
  });

  it('is opened by the factory that is given, with the URL and the limits', async () => {
    const server = await serve();
    const socket = factory();
    const client = connect(server, { socket, requestTimeout: 5_000 });
    client.connect();
    await status(client, 'connected');
    expect(socket.mock.calls).toEqual([
      [
        `ws://${server.host}`,
        { maxPayload: 10 * 1024 * 1024, handshakeTimeout: 5_000, perMessageDeflate: false },
      ],
    ]);
  });

  it('says who it is, and what it wants', async () => {
    const server = await serve();
    connect(server, { agent: 'spec/1' }).connect();
    const { params } = await (await server.connection()).request('signalwire.connect');
    expect(params).toEqual({
      version: { major: 2, minor: 0, revision: 0 },
      agent: 'spec/1',
      event_acks: true,
      authentication: { project: 'p', token: TOKEN },
      contexts: ['default'],
    });
  });

  it('shows a JWT in place of project and token', async () => {
    const simulator = await simulate({ jwtToken: 'a-jwt' });
    const client = new RelayClient({
      jwtToken: 'a-jwt',
      host: simulator.host,
      scheme: 'ws',
      reconnect: quickly,
    });
    later(() => client.close());
    client.connect();
    await status(client, 'connected');
    expect(simulator.received('signalwire.connect')[0]!.params['authentication']).toEqual({
      jwt_token: 'a-jwt',
    });
  });

  it('closes when the last holder lets go, and not before', async () => {
    const server = await serve();
    const client = connect(server);
    const holds = [client.connect(), client.subscribe(), client.calls$.subscribe()];
    await status(client, 'connected');
    const closed = (await server.connection()).closed;
    holds[0]!.unsubscribe();
    holds[1]!.unsubscribe();
    await firstValueFrom(client.execute('calling.x'));
    holds[2]!.unsubscribe();
    expect(await firstValueFrom(client.status$)).toBe('connected');
    await status(client, 'disconnected');
    expect(await closed).toBe(1000);
    expect(server.connections).toHaveLength(1);
  });

  it('stays when one lets go and another takes hold in the same turn', async () => {
    const server = await serve();
    const client = connect(server);
    const first = client.connect();
    await status(client, 'connected');
    const statuses = hear(client.status$);
    first.unsubscribe();
    client.connect();
    await firstValueFrom(client.execute('calling.x'));
    expect(statuses.values).toEqual(['connected']);
    expect(server.connections).toHaveLength(1);
  });

  it('is held by a request until there is an answer', async () => {
    const server = await serve();
    const client = connect(server);
    expect(await firstValueFrom(client.execute('calling.x', { a: 1 }))).toEqual({
      code: '200',
      message: 'OK',
    });
    await status(client, 'disconnected');
    expect(await (await server.connection()).closed).toBe(1000);
  });

  it('is held by a live call that was handed out', async () => {
    const server = await serve();
    const client = connect(server);
    const calls = firstValueFrom(client.calls$);
    const relay = await server.connection();
    await relay.request('signalwire.connect');
    relay.say(inbound('c-1'));
    const call = await calls;
    await firstValueFrom(call.answer());
    expect(await firstValueFrom(client.status$)).toBe('connected');
    relay.say(callEnded('c-1'));
    await status(client, 'disconnected');
    expect(call.state).toBe('ended');
  });

  it('begins a new session when it is held again', async () => {
    const server = await serve();
    const client = connect(server);
    const first = client.connect();
    await status(client, 'connected');
    (await server.connection()).say(authorization());
    await (await server.connection()).answer('a-1');
    first.unsubscribe();
    await status(client, 'disconnected');
    client.connect();
    const { params } = await (await server.connection(2)).request('signalwire.connect');
    expect(params).not.toHaveProperty('protocol');
    expect(params).not.toHaveProperty('authorization_state');
  });
});

describe('RelayClient.close', () => {
  it('completes everything, the status last with disconnected', async () => {
    const server = await serve();
    const client = connect(server);
    const calls = hear(client.calls$);
    const relay = await server.connection();
    await status(client, 'connected');
    relay.say(inbound('c-1'));
    const call = await firstValueFrom(client.calls$);
    const streams: Record<string, Observable<unknown>> = {
      client,
      on: client.on('calling.call.play'),
      errors$: client.errors$,
      status$: client.status$,
      'call.events$': call.events$,
      'call.ended$': call.ended$,
      'call.state$': call.state$,
      action: call.playTTS({ text: 'Hello.' }),
      'a request in flight': client.execute('calling.x'),
    };
    const heard = Object.entries(streams).map(([name, stream]) => [name, hear(stream)] as const);
    client.close();
    expect(Object.fromEntries(heard.map(([name, { ended }]) => [name, ended]))).toEqual(
      Object.fromEntries(heard.map(([name]) => [name, 'completed'])),
    );
    expect(calls.ended).toBe('completed');
    expect(heard.find(([name]) => name === 'status$')![1].values.at(-1)).toBe('disconnected');
    expect(await relay.closed).toBe(1000);
  });

  it('is for good: what is subscribed afterwards completes at once, and nothing is opened', () => {
    const socket = factory();
    const client = connect({ host: 'relay.test' }, { socket });
    client.close();
    for (const stream of [client, client.calls$, client.on('x'), client.errors$, client.execute('calling.x')])
      expect(hear<unknown>(stream)).toMatchObject({ ended: 'completed', values: [] });
    expect(hear(client.status$)).toMatchObject({ ended: 'completed', values: ['disconnected'] });
    client.connect();
    client.close();
    expect(socket).not.toHaveBeenCalled();
  });

  it('may be called from within an event', async () => {
    const server = await serve();
    const client = connect(server);
    const ended = ending(client);
    client.subscribe(() => client.close());
    const relay = await server.connection();
    await status(client, 'connected');
    relay.burst([event('x', {}, '1'), event('x', {}, '2')]);
    const { values } = await ended;
    expect(values).toHaveLength(1);
  });

  it('ends a connection that was still being opened', async () => {
    const tcp = createServer().listen(0, '127.0.0.1');
    later(() => new Promise((resolve) => tcp.close(resolve)));
    await new Promise((resolve) => tcp.once('listening', resolve));
    const gone = new Promise((resolve) => tcp.once('connection', (socket) => socket.once('close', resolve)));
    const arrived = new Promise((resolve) => tcp.once('connection', resolve));
    const client = connect({ host: `127.0.0.1:${(tcp.address() as AddressInfo).port}` });
    const heard = hear(client);
    await arrived;
    client.close();
    expect(heard.ended).toBe('completed');
    await gone;
  });
});

describe('RelayClient: events', () => {
  it('acknowledges every event before it is told to anybody', async () => {
    const server = await serve();
    const client = connect(server);
    const order: string[] = [];
    client.subscribe(({ type }) => {
      order.push(type);
      client.execute(`calling.after_${type}`).subscribe();
    });
    const relay = await server.connection();
    await relay.request('signalwire.connect');
    relay.burst(['a', 'b', 'c'].map((type) => event(type, {}, `id-${type}`)));
    await relay.request('calling.after_c');
    const seen = relay.frames.slice(1).map(({ id, method }) => method ?? id);
    expect(order).toEqual(['a', 'b', 'c']);
    expect(seen).toEqual(['id-a', 'calling.after_a', 'id-b', 'calling.after_b', 'id-c', 'calling.after_c']);
    expect(relay.frames.find(({ id }) => id === 'id-a')).toEqual({ jsonrpc: '2.0', id: 'id-a', result: {} });
  });

  it('acknowledges also what does not decode', async () => {
    const server = await serve();
    const client = connect(server);
    client.connect();
    const relay = await server.connection();
    relay.say(event('calling.call.play', { state: 7 }, 'bad'));
    expect(await relay.answer('bad')).toEqual({ jsonrpc: '2.0', id: 'bad', result: {} });
  });

  it('answers pings', async () => {
    const server = await serve();
    const client = connect(server);
    client.connect();
    const relay = await server.connection();
    relay.say(request('signalwire.ping', { timestamp: 1 }, 'ping-1'));
    expect(await relay.answer('ping-1')).toEqual({ jsonrpc: '2.0', id: 'ping-1', result: {} });
  });

  it('leaves a burst of acknowledgements in a few writes', async () => {
    const server = await serve();
    const client = connect(server);
    const events = firstValueFrom(client.pipe(take(200), toArray()));
    const relay = await server.connection();
    await status(client, 'connected');
    const before = relay.chunks;
    relay.burst(Array.from({ length: 200 }, (_, n) => event('x', { n }, `id-${n}`)));
    expect((await events).map(({ params }) => params['n'])).toEqual(Array.from({ length: 200 }, (_, n) => n));
    await relay.answer('id-199');
    expect(relay.chunks - before).toBeLessThan(10);
  });

  it('brings each type to who listens for it', async () => {
    const server = await serve();
    const client = connect(server);
    const plays = firstValueFrom(client.on('calling.call.play'));
    const other = firstValueFrom(client.on('calling.unheard_of'));
    const relay = await server.connection();
    relay.say(event('calling.unheard_of', { a: 1 }, '1'));
    relay.say(event('calling.call.play', { call_id: 'c', control_id: 'k', state: 'playing' }, '2'));
    expect((await plays).state).toBe('playing');
    expect(await other).toMatchObject({
      type: 'calling.unheard_of',
      params: { a: 1 },
      timestamp: 1_700_000_000.5,
    });
  });

  it('keeps the authorization state to itself', async () => {
    const server = await serve();
    const client = connect(server);
    const heard = [hear(client), hear(client.on('signalwire.authorization.state')), hear(client.errors$)];
    const relay = await server.connection();
    await status(client, 'connected');
    relay.say(authorization());
    relay.say(event('x', {}, 'after'));
    await firstValueFrom(client.on('x'));
    expect(heard[0]!.values).toHaveLength(1);
    expect(heard[1]!.values).toEqual([]);
    expect(heard[2]!.values).toEqual([]);
  });

  it('goes on when events are for calls that are not known', async () => {
    const server = await serve();
    const debug = jest.fn();
    const client = connect(server, {
      logger: { debug, info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    const errors = hear(client.errors$);
    const events = firstValueFrom(client.pipe(take(2), toArray()));
    const relay = await server.connection();
    relay.say(callEnded('c-unknown'), event('x', {}));
    expect(await events).toHaveLength(2);
    expect(errors.values).toEqual([]);
    expect(debug).toHaveBeenCalledWith(expect.any(String), {
      type: 'calling.call.state',
      callId: 'c-unknown',
    });
  });
});

describe('RelayClient.execute', () => {
  it('sends once for each subscription, and nothing without one', async () => {
    const server = await serve();
    const client = connect(server);
    client.connect();
    const command = client.execute('calling.x', { n: 1 });
    const relay = await server.connection();
    await status(client, 'connected');
    expect(relay.requests('calling.x')).toHaveLength(0);
    await firstValueFrom(command);
    await firstValueFrom(command);
    const [one, two] = relay.requests('calling.x');
    expect(one!.id).not.toBe(two!.id);
    expect(one!.params).toEqual({ n: 1 });
  });

  it.each(['200', '201', '299'])('takes the code %s for success', async (code) => {
    const server = await serve((frame) =>
      frame.method === 'calling.x' ? { result: { code, message: 'M', call_id: 'c' } } : obliging(frame),
    );
    expect(await firstValueFrom(connect(server).execute('calling.x'))).toEqual({
      code,
      message: 'M',
      call_id: 'c',
    });
  });

  it.each(['100', '300', '400', '404', '409', '410', '500', '2', '2000', ''])(
    'takes the code "%s" for a refusal',
    async (code) => {
      const server = await serve((frame) =>
        frame.method === 'calling.x' ? { result: { code, message: 'because' } } : obliging(frame),
      );
      const { error } = await ending(connect(server).execute('calling.x'));
      expect(error).toBeInstanceOf(RelayError);
      expect(error).toMatchObject({ code, message: 'because', method: 'calling.x', name: 'RelayError' });
    },
  );

  it.each([
    ['a full one', { code: -32601, message: 'no such method' }, '-32601', 'no such method'],
    ['one whose code is a string', { code: '-32000', message: 'broken' }, '-32000', 'broken'],
    ['one without a message', { code: -32000 }, '-32000', expect.stringContaining('calling.x')],
    ['one that is only text', 'broken', expect.any(String), expect.any(String)],
  ])('takes a JSON-RPC error for a refusal: %s', async (_, error, code, message) => {
    const server = await serve((frame) => (frame.method === 'calling.x' ? { error } : obliging(frame)));
    const outcome = await ending(connect(server).execute('calling.x'));
    expect(outcome.values).toEqual([]);
    expect(outcome.error).toBeInstanceOf(RelayError);
    expect(outcome.error).toMatchObject({ code, message, method: 'calling.x' });
  });

  it('takes an answer that has an error of null beside its result for what the result says', async () => {
    const server = await serve((frame) =>
      frame.method === 'calling.x'
        ? { result: { code: '200', message: 'OK' }, error: null }
        : obliging(frame),
    );
    expect(await firstValueFrom(connect(server).execute('calling.x'))).toEqual({
      code: '200',
      message: 'OK',
    });
  });

  it('refuses a method that is no name before anything is sent', () => {
    const client = connect({ host: 'localhost' });
    expect(() => client.execute('')).toThrow(RangeError);
  });

  it('errors when there is no answer in time, and the connection is replaced and resumed', async () => {
    const simulator = await simulate();
    const client = connect(simulator, { requestTimeout: 50 });
    client.connect();
    await status(client, 'connected');
    simulator.faults.halfOpen();
    const back = becomes(client, 'connected');
    const { error } = await ending(client.execute('calling.x'));
    expect(error).toBeInstanceOf(RelayConnectionError);
    expect(error).toMatchObject({ delivery: 'unknown', code: 'ERR_RELAY_CONNECTION' });
    await back;
    expect(simulator.received('signalwire.connect')).toHaveLength(2);
    expect(simulator.sessions).toHaveLength(1);
  });
});

describe('RelayClient: a connection that is lost', () => {
  it('comes back by itself and resumes its session, showing the last authorization state', async () => {
    const server = await serve();
    const client = connect(server);
    const statuses = hear(client.status$);
    const heard = hear(client);
    const first = await server.connection();
    await status(client, 'connected');
    first.say(authorization('old:state'), authorization(AUTHORIZATION_STATE), event('before', {}));
    await firstValueFrom(client);
    first.socket.terminate();
    const second = await server.connection(2);
    const { params } = await second.request('signalwire.connect');
    expect(params).toMatchObject({ protocol: 'session-1', authorization_state: AUTHORIZATION_STATE });
    await status(client, 'connected');
    second.say(event('after', {}));
    await firstValueFrom(client.on('after'));
    expect(heard.ended).toBeUndefined();
    expect(heard.values.map(({ type }) => type)).toEqual(['before', 'after']);
    expect(statuses.values).toEqual(['disconnected', 'connecting', 'connected', 'reconnecting', 'connected']);
  });

  it('leaves a call and its prompt as they are when the session is resumed', async () => {
    const simulator = await simulate();
    const client = connect(simulator);
    const incoming = nextCall(client);
    const caller = simulator.call();
    const call = await incoming;
    await firstValueFrom(call.answer());
    const action = call.playAndCollect({
      media: [tts('One moment.')],
      collect: { initialTimeout: 60, digits: { max: 1 } },
    });
    const result = action.wait();
    await firstValueFrom(caller.heard$);
    simulator.faults.drop();
    await becomes(client, 'connected');
    caller.press('7');
    expect((await result).result).toEqual({ type: 'digit', digits: '7', terminator: '' });
    expect(call.state).toBe('answered');
    expect(simulator.received('calling.play_and_collect')).toHaveLength(1);
  });

  it.each([false, true])('comes back after RELAY takes its leave, with restart: %s', async (restart) => {
    const server = await serve();
    const client = connect(server);
    client.connect();
    const first = await server.connection();
    await status(client, 'connected');
    first.say(authorization());
    await first.answer('a-1');
    first.say(request('signalwire.disconnect', { restart }, 'leave'));
    expect(await first.answer('leave')).toEqual({ jsonrpc: '2.0', id: 'leave', result: {} });
    const asked = hear(client.execute('calling.x'));
    first.socket.close(1000);
    const second = await server.connection(2);
    const { params } = await second.request('signalwire.connect');
    if (restart) {
      expect(params).not.toHaveProperty('protocol');
      expect(params).not.toHaveProperty('authorization_state');
    } else {
      expect(params).toMatchObject({ protocol: 'session-1', authorization_state: AUTHORIZATION_STATE });
    }
    await second.request('calling.x');
    expect(first.requests('calling.x')).toEqual([]);
    await status(client, 'connected');
    expect(asked.error).toBeUndefined();
  });

  it.each(['refused', 'new session'] as const)(
    'ends the calls with RelaySessionLostError when the session is not resumed: %s',
    async (resume) => {
      const simulator = await simulate();
      const client = connect(simulator);
      const incoming = nextCall(client);
      simulator.call();
      const call = await incoming;
      await firstValueFrom(call.answer());
      const clientHeard = hear(client);
      const ended = ending(call.ended$);
      const prompt = ending(call.playAndCollect({ media: [tts('Hello.')], collect: { digits: { max: 1 } } }));
      await firstValueFrom(client.on('calling.call.play'));
      simulator.faults.restart({ resume });
      expect((await prompt).error).toBeInstanceOf(RelaySessionLostError);
      expect((await ended).values).toEqual([{ reason: 'sessionLost' }]);
      await status(client, 'connected');
      expect(clientHeard.ended).toBeUndefined();
      expect(call.state).toBe('ended');
      expect((await ending(call.hangup())).error).toBeInstanceOf(RelaySessionLostError);
      const next = nextCall(client);
      simulator.call();
      expect((await next).callId).not.toBe(call.callId);
    },
  );

  it('connects afresh at once when the resume is refused', async () => {
    const simulator = await simulate();
    const waits = jest.fn(() => [0]);
    const client = connect(simulator, { reconnect: waits });
    client.connect();
    await status(client, 'connected');
    simulator.faults.restart({ resume: 'refused' });
    await becomes(client, 'connected');
    expect(waits).toHaveBeenCalledTimes(1);
    expect(simulator.received('signalwire.connect')).toHaveLength(3);
  });

  it('keeps requests while it is away, in order, and sends each once', async () => {
    const server = await serve();
    const client = connect(server);
    client.connect();
    const first = await server.connection();
    await status(client, 'connected');
    const away = status(client, 'reconnecting');
    first.socket.terminate();
    await away;
    const asked = [1, 2, 3].map((n) => ending(client.execute('calling.x', { n })));
    const withdrawn = client.execute('calling.withdrawn').subscribe();
    withdrawn.unsubscribe();
    for (const one of asked)
      expect(await one).toMatchObject({ ended: 'completed', values: [{ code: '200' }] });
    const second = await server.connection(2);
    expect(second.requests('calling.x').map(({ params }) => params!['n'])).toEqual([1, 2, 3]);
    expect(second.requests('calling.withdrawn')).toEqual([]);
    expect(first.requests('calling.x')).toEqual([]);
  });

  it('sends nothing twice: a request whose answer was lost fails, with its delivery unknown', async () => {
    const server = await serve((frame) => (frame.method === 'calling.x' ? undefined : obliging(frame)));
    const client = connect(server);
    client.connect();
    const outcome = ending(client.execute('calling.x'));
    const first = await server.connection();
    await first.request('calling.x');
    const back = becomes(client, 'connected');
    first.socket.terminate();
    const { error } = await outcome;
    expect(error).toBeInstanceOf(RelayConnectionError);
    expect(error).toMatchObject({ delivery: 'unknown', message: expect.stringContaining('calling.x') });
    await back;
    await firstValueFrom(client.execute('calling.y'));
    expect(server.connections[1]!.requests('calling.x')).toEqual([]);
  });

  it('tries again when nobody listens at first', async () => {
    const holder = await serve();
    const { host } = holder;
    await holder.close();
    const client = connect({ host }, { reconnect: (_, attempt) => (attempt < 3 ? [0] : []) });
    const { error } = await ending(client);
    expect(error).toBeInstanceOf(RelayConnectionError);
    expect(error).toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
    expect((error as Error).cause).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('ends with RelayConnectionError when it is not to be opened again', async () => {
    const server = await serve();
    const client = connect(server, { reconnect: false });
    const incoming = nextCall(client);
    const first = await server.connection();
    await status(client, 'connected');
    first.say(inbound('c-1'));
    const call = await incoming;
    const streams: Record<string, Observable<unknown>> = {
      client,
      calls$: client.calls$,
      on: client.on('x'),
    };
    const ended = ending(call.ended$);
    const ends = Object.values(streams).map((stream) => ending(stream));
    const errors = ending(client.errors$);
    const statuses = ending(client.status$);
    first.socket.terminate();
    for (const end of ends) expect((await end).error).toBeInstanceOf(RelayConnectionError);
    expect((await ended).values).toEqual([
      { reason: 'closed', error: expect.any(RelayConnectionError) as Error },
    ]);
    expect((await errors).ended).toBe('completed');
    expect((await statuses).values.at(-1)).toBe('disconnected');
    expect((await ending(client.execute('calling.x'))).error).toBeInstanceOf(RelayConnectionError);
    expect(server.connections).toHaveLength(1);
  });
});

describe('RelayClient: credentials that are refused', () => {
  it('ends everything with RelayAuthenticationError after the third time running, and tries no more', async () => {
    const simulator = await simulate();
    const socket = factory();
    const client = connect(simulator, { token: `${TOKEN}-wrong`, socket });
    const streams = [client, client.calls$, client.on('x'), client.execute('calling.x')];
    const ends = streams.map((stream) => ending<unknown>(stream));
    for (const end of ends) {
      const { error } = await end;
      expect(error).toBeInstanceOf(RelayAuthenticationError);
      expect(error).toBeInstanceOf(RelayConnectionError);
      expect(error).toMatchObject({ code: 'ERR_RELAY_AUTHENTICATION', cause: { code: '-32002' } });
      expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(TOKEN);
    }
    expect((await ending(client.calls$)).error).toBeInstanceOf(RelayAuthenticationError);
    client.connect();
    expect(simulator.received('signalwire.connect')).toHaveLength(3);
    expect(socket).toHaveBeenCalledTimes(3);
    expect(await firstValueFrom(client.status$)).toBe('disconnected');
  });

  it('counts only refusals that run', async () => {
    const simulator = await simulate();
    const client = connect(simulator);
    simulator.faults.refuse('signalwire.connect', -32002, 'not yet', 2);
    client.connect();
    await status(client, 'connected');
    simulator.faults.disconnect({ restart: true });
    await status(client, 'reconnecting');
    simulator.faults.refuse('signalwire.connect', -32002, 'not yet', 2);
    await status(client, 'connected');
    expect(simulator.received('signalwire.connect')).toHaveLength(6);
  });

  it.each([1, 2, 5])('ends at the number that the option refusals says: %i', async (refusals) => {
    const simulator = await simulate();
    const times: number[] = [];
    simulator.frames$.subscribe(({ frame }) => {
      if ((frame as { method?: string }).method === 'signalwire.connect') times.push(performance.now());
    });
    const initialDelay = 20;
    const client = connect(simulator, { token: 'wrong', reconnect: { initialDelay, refusals } });
    expect((await ending(client)).error).toBeInstanceOf(RelayAuthenticationError);
    expect(times).toHaveLength(refusals);
    // At least that far apart, whatever chance says; a timer of Node.js may be 1 ms early.
    for (const [index, time] of times.slice(1).entries())
      expect(time - times[index]!).toBeGreaterThanOrEqual(initialDelay - 1);
  });

  it('never ends for them with refusals: Infinity', async () => {
    const simulator = await simulate();
    simulator.faults.refuse('signalwire.connect', -32002, 'not yet', 8);
    const reconnect = { initialDelay: 1, maxDelay: 2, refusals: Infinity };
    const client = connect(simulator, { reconnect });
    client.connect();
    await status(client, 'connected');
    expect(simulator.received('signalwire.connect')).toHaveLength(9);
  });

  it('does not end for other refusals, however many', async () => {
    const simulator = await simulate();
    const client = connect(simulator);
    simulator.faults.refuse('signalwire.connect', -32000, 'busy', 5);
    client.connect();
    await status(client, 'connected');
    expect(simulator.received('signalwire.connect')).toHaveLength(6);
  });
});

describe('RelayClient: what is not RELAY', () => {
  it.each(JUNK.filter((frame) => !frame.includes('unheard_of"}') && !frame.includes('call.unheard_of')))(
    'is told on errors$ and disturbs nothing: %s',
    async (junk) => {
      const simulator = await simulate();
      const client = connect(simulator);
      const incoming = nextCall(client);
      await status(client, 'connected');
      const error = nextError(client);
      simulator.faults.garble({ frames: [junk] });
      expect(await error).toBeInstanceOf(RelayProtocolError);
      simulator.call();
      expect((await incoming).state).toBe('created');
      expect(simulator.received('signalwire.connect')).toHaveLength(1);
    },
  );

  it('is told on errors$ when it is binary', async () => {
    const server = await serve();
    const client = connect(server);
    const incoming = nextCall(client);
    const error = nextError(client);
    const relay = await server.connection();
    await status(client, 'connected');
    relay.socket.send(Buffer.from([1, 2, 3]), { binary: true });
    expect(await error).toMatchObject({
      name: 'RelayProtocolError',
      message: expect.stringContaining('binary'),
    });
    relay.say(inbound('c-1'));
    expect((await incoming).callId).toBe('c-1');
  });

  it('is reported on errors$ when it is too large, and the connection is replaced (1009)', async () => {
    const server = await serve();
    const client = connect(server);
    const incoming = nextCall(client);
    const error = nextError(client);
    const first = await server.connection();
    await status(client, 'connected');
    first.say(event('x', { filler: 'x'.repeat(10 * 1024 * 1024) }));
    expect(await error).toMatchObject({ name: 'RelayProtocolError', code: 'ERR_RELAY_PROTOCOL' });
    expect(await first.closed).toBe(1009);
    const second = await server.connection(2);
    expect((await second.request('signalwire.connect')).params).toMatchObject({ protocol: 'session-1' });
    second.say(inbound('c-1'));
    expect((await incoming).callId).toBe('c-1');
  });

  it('is no trouble just below the limit', async () => {
    const server = await serve();
    const client = connect(server);
    const large = firstValueFrom(client);
    const relay = await server.connection();
    await status(client, 'connected');
    relay.say(event('x', { filler: 'x'.repeat(10 * 1024 * 1024 - 300) }));
    expect((await large).type).toBe('x');
    expect(server.connections).toHaveLength(1);
  });

  it('says where an event does not decode, and not what stood there', async () => {
    const server = await serve();
    const client = connect(server);
    client.connect();
    const error = nextError(client);
    const relay = await server.connection();
    relay.say(event('calling.call.collect', { result: { type: 'digit', params: { digits: 4711 } } }));
    const { message } = await error;
    expect(message).toContain('calling.call.collect');
    expect(message).toContain('params.result');
    expect(message).not.toContain('4711');
  });
});

describe('RelayClient.calls$', () => {
  it('hands a call to everybody who is subscribed', async () => {
    const simulator = await simulate();
    const client = connect(simulator);
    const both = [nextCall(client), nextCall(client)];
    simulator.call({ from: '+15550100', to: '+15550101' });
    const [one, two] = await Promise.all(both);
    expect(one).toBe(two);
    expect(one).toMatchObject({
      context: 'default',
      direction: 'inbound',
      device: { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101' } },
      from: '+15550100',
      to: '+15550101',
    });
  });

  it('passes on a call that nobody is subscribed to receive', async () => {
    const simulator = await simulate();
    const deaf = connect(simulator);
    deaf.connect();
    await status(deaf, 'connected');
    const caller = simulator.call();
    await firstValueFrom(deaf.on('calling.call.receive'));
    const other = connect(simulator);
    expect((await nextCall(other)).callId).toBe(caller.callId);
    expect(simulator.received('calling.pass')).toHaveLength(1);
  });

  it('does not hand out again a call that is there already', async () => {
    const server = await serve();
    const client = connect(server);
    const calls = hear(client.calls$);
    const relay = await server.connection();
    await status(client, 'connected');
    relay.say(inbound('c-1'), inbound('c-1'), event('x', {}));
    await firstValueFrom(client.on('x'));
    expect(calls.values).toHaveLength(1);
    expect(relay.requests('calling.pass')).toEqual([]);
  });

  it('passes on what is past maxActiveCalls, and tells of it', async () => {
    const server = await serve();
    const client = connect(server, { maxActiveCalls: 2 });
    const calls = hear(client.calls$);
    const relay = await server.connection();
    await status(client, 'connected');
    const error = nextError(client);
    relay.say(inbound('c-1'), inbound('c-2'), inbound('c-3'));
    expect(await error).toBeInstanceOf(OverloadError);
    expect(await error).toMatchObject({ callId: 'c-3', maxActiveCalls: 2, code: 'ERR_RELAY_OVERLOAD' });
    expect((await relay.request('calling.pass')).params).toEqual({ node_id: 'n', call_id: 'c-3' });
    expect(calls.values.map(({ callId }) => callId)).toEqual(['c-1', 'c-2']);
    relay.say(callEnded('c-1'), inbound('c-4'));
    expect((await nextCall(client)).callId).toBe('c-4');
  });

  it.each(['404', '410'])(
    'finds nothing strange in a call that is gone when it is passed on (%s)',
    async (code) => {
      const server = await serve((frame) =>
        frame.method === 'calling.pass' ? { result: { code, message: 'gone' } } : obliging(frame),
      );
      const client = connect(server);
      client.connect();
      const errors = hear(client.errors$);
      const relay = await server.connection();
      await status(client, 'connected');
      relay.say(inbound('c-1'));
      await relay.request('calling.pass');
      await firstValueFrom(client.execute('calling.x'));
      expect(errors.values).toEqual([]);
    },
  );

  it('tells when a call could not be passed on for another reason', async () => {
    const server = await serve((frame) =>
      frame.method === 'calling.pass' ? { result: { code: '400', message: 'broken' } } : obliging(frame),
    );
    const client = connect(server);
    client.connect();
    const error = nextError(client);
    (await server.connection()).say(inbound('c-1'));
    expect(await error).toMatchObject({ name: 'RelayError', code: '400', method: 'calling.pass' });
  });
});

describe('RelayClient: secrets', () => {
  it('shows no credential and no authorization state in anything that is printed or logged', async () => {
    const server = await serve();
    const lines: unknown[] = [];
    const log = (...args: unknown[]): void => void lines.push(args);
    const client = connect(server, { logger: { debug: log, info: log, warn: log, error: log } });
    const errors = hear(client.errors$);
    const incoming = nextCall(client);
    const first = await server.connection();
    await status(client, 'connected');
    first.say(
      authorization(),
      inbound('c-1'),
      'null',
      event('signalwire.authorization.state', AUTHORIZATION_STATE),
    );
    first.say(event('signalwire.authorization.state', { authorization_state: { a: AUTHORIZATION_STATE } }));
    first.say(`{"${AUTHORIZATION_STATE}`);
    const call = await incoming;
    const prompt = call.playTTS({ text: 'Hello.' });
    hear(prompt);
    first.say(event('x', {}));
    await firstValueFrom(client.on('x'));
    first.socket.terminate();
    const asked = client.execute('calling.x');
    hear(asked);
    const printed = (what: unknown): string =>
      inspect(what, { depth: Infinity, showHidden: true, getters: true, maxStringLength: Infinity });
    for (const [name, what] of Object.entries({
      client,
      call,
      prompt,
      asked,
      errors: errors.values,
      lines,
    })) {
      expect([name, printed(what).includes(TOKEN), printed(what).includes(AUTHORIZATION_STATE)]).toEqual([
        name,
        false,
        false,
      ]);
    }
    expect(errors.values.length).toBeGreaterThanOrEqual(4);
    expect(lines.length).toBeGreaterThan(0);
  });
});
