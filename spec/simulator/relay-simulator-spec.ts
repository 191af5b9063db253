import { once } from 'node:events';

import { filter, firstValueFrom, map, take, toArray } from 'rxjs';
import { WebSocket } from 'ws';

import { JUNK, RelaySimulator } from '../../lib/simulator/index.js';
import type { SimulatorOptions } from '../../lib/simulator/index.js';

type Fields = Record<string, unknown>;

interface Frame {
  readonly id: string;
  readonly method?: string;
  readonly params?: Fields;
  readonly result?: Fields;
  readonly error?: Fields;
}

/** A client of ws and nothing else. */
class RawClient {
  readonly #frames: Frame[] = [];
  readonly #waiting = new Set<() => void>();
  #next = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      this.#frames.push(frame);
      if (frame.method !== undefined) {
        socket.send(JSON.stringify({ jsonrpc: '2.0', id: frame.id, result: {} }));
      }
      for (const look of this.#waiting) look();
    });
  }

  static async open(url: string): Promise<RawClient> {
    const client = new RawClient(new WebSocket(url));
    await once(client.socket, 'open');
    return client;
  }

  /** The first frame of this kind, of those that have come or of those that will. */
  find(wanted: (frame: Frame) => boolean): Promise<Frame> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.#frames.find(wanted);
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  async event(type: string): Promise<Fields> {
    const { params } = await this.find((frame) => frame.params?.['event_type'] === type);
    return params?.['params'] as Fields;
  }

  request(method: string, params: Fields): Promise<Frame> {
    const id = `r${this.#next++}`;
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return this.find((frame) => frame.id === id);
  }

  connect(params: Fields = {}): Promise<Frame> {
    return this.request('signalwire.connect', {
      version: { major: 2, minor: 0, revision: 0 },
      agent: 'spec',
      event_acks: true,
      authentication: { project: 'p', token: 't' },
      contexts: ['default'],
      ...params,
    });
  }
}

const running: RelaySimulator[] = [];
const listen = async (options: Partial<SimulatorOptions> = {}): Promise<RelaySimulator> => {
  const simulator = await RelaySimulator.listen({
    project: 'p',
    token: 't',
    wordsPerMinute: 60_000,
    ...options,
  });
  running.push(simulator);
  return simulator;
};

afterEach(() => Promise.all(running.splice(0).map((simulator) => simulator.close())));

describe('RelaySimulator', () => {
  it('says where it listens', async () => {
    const simulator = await listen();
    expect(simulator.host).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(simulator.url).toBe(`ws://${simulator.host}`);
  });

  it('rejects when the port is taken', async () => {
    const { host } = await listen();
    await expect(listen({ port: Number(host.split(':')[1]) })).rejects.toThrow(/EADDRINUSE/);
  });

  it('lets a client in, and refuses one with a wrong token', async () => {
    const { url } = await listen();
    const [good, bad] = [await RawClient.open(url), await RawClient.open(url)];
    expect((await good.connect()).result).toHaveProperty('protocol');
    expect(await good.event('signalwire.authorization.state')).toHaveProperty('authorization_state');
    const refusal = await bad.connect({ authentication: { project: 'p', token: 'x' } });
    expect(refusal.error).toMatchObject({ code: -32002, message: 'Unauthorized' });
  });

  it('carries a call from the first ring to the end', async () => {
    const simulator = await listen();
    const client = await RawClient.open(simulator.url);
    await client.connect();
    const caller = simulator.call({ script: [{ hear: 'Press 1' }, { press: '12#' }] });
    const { call_id, node_id } = await client.event('calling.call.receive');
    await client.request('calling.answer', { call_id, node_id });
    const answer = await client.request('calling.play_and_collect', {
      call_id,
      node_id,
      control_id: 'c1',
      play: [{ type: 'tts', params: { text: 'Press 1' } }],
      collect: { digits: { max: 4, terminators: '#' } },
    });
    expect(answer.result).toMatchObject({ code: '200', call_id, control_id: 'c1' });
    expect(await client.event('calling.call.collect')).toMatchObject({
      result: { type: 'digit', params: { digits: '12', terminator: '#' } },
    });
    const states = firstValueFrom(caller.state$.pipe(toArray()));
    await client.request('calling.end', { call_id, node_id });
    expect(await states).toEqual(['answered', 'ended']);
  });

  it('offers a passed call to another client', async () => {
    const simulator = await listen();
    const clients = [await RawClient.open(simulator.url), await RawClient.open(simulator.url)] as const;
    for (const client of clients) await client.connect();
    const { callId } = simulator.call();
    const { node_id } = await clients[0].event('calling.call.receive');
    await clients[0].request('calling.pass', { call_id: callId, node_id });
    expect(await clients[1].event('calling.call.receive')).toMatchObject({ call_id: callId });
  });

  it('resumes a session over a new connection after a drop', async () => {
    const simulator = await listen();
    const client = await RawClient.open(simulator.url);
    const { result } = await client.connect();
    const { authorization_state } = await client.event('signalwire.authorization.state');
    const caller = simulator.call();
    const { call_id, node_id } = await client.event('calling.call.receive');
    await client.request('calling.answer', { call_id, node_id });

    simulator.faults.drop();
    expect(await once(client.socket, 'close')).toEqual([1006, expect.anything()]);
    caller.hangUp();
    const back = await RawClient.open(simulator.url);
    const resumed = await back.connect({ protocol: result?.['protocol'], authorization_state });
    expect(resumed.result).toMatchObject({ protocol: result?.['protocol'] });
    const ending = (frame: Frame): boolean =>
      (frame.params?.['params'] as Fields | undefined)?.['call_state'] === 'ending';
    expect((await back.find(ending)).params).toMatchObject({ event_type: 'calling.call.state' });
  });

  it('takes the calls and the messages of an app', async () => {
    const simulator = await listen();
    const client = await RawClient.open(simulator.url);
    await client.connect();
    simulator.callee({ to: '+1', after: 0 });
    simulator.recipient({ to: '+1', delivery: 'failed', after: 0 });
    const called = firstValueFrom(simulator.dialled$);
    const written = firstValueFrom(simulator.messages$);
    const numbers = { to_number: '+1', from_number: '+2' };
    await client.request('calling.dial', { tag: 't1', devices: [[{ type: 'phone', params: numbers }]] });
    await client.request('messaging.send', { context: 'default', body: 'hello', ...numbers });
    expect(await called).toMatchObject({ to: '+1', from: '+2', tag: 't1' });
    expect(await written).toMatchObject({ to: '+1', from: '+2', body: 'hello' });
    await client.find(
      ({ params }) => (params?.['params'] as Fields | undefined)?.['dial_state'] === 'answered',
    );
    await client.find(
      ({ params }) => (params?.['params'] as Fields | undefined)?.['message_state'] === 'failed',
    );
    simulator.message({ body: 'hi' });
    expect(await client.event('messaging.receive')).toMatchObject({ body: 'hi' });
    expect([simulator.conferences, simulator.rooms, simulator.queues, simulator.triggers]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it('sends junk that is no JSON', async () => {
    const simulator = await listen();
    const socket = new WebSocket(simulator.url);
    await once(socket, 'open');
    simulator.faults.garble();
    expect(String(((await once(socket, 'message')) as [Buffer])[0])).toBe(JUNK[0]);
  });

  it('shows its frames and the requests of its clients', async () => {
    const simulator = await listen();
    const sent = firstValueFrom(
      simulator.frames$.pipe(
        filter(({ direction }) => direction === 'sent'),
        map(({ frame }) => frame),
        take(1),
      ),
    );
    const client = await RawClient.open(simulator.url);
    const answer = await client.connect();
    expect(await sent).toEqual(answer);
    expect(simulator.received('signalwire.connect')).toMatchObject([
      { id: 'r0', method: 'signalwire.connect', params: { contexts: ['default'] } },
    ]);
    expect(simulator.received('calling.answer')).toEqual([]);
  });

  it('counts its connections', async () => {
    const simulator = await listen();
    const { socket } = await RawClient.open(simulator.url);
    expect(simulator.connections).toBe(1);
    socket.close();
    await once(socket, 'close');
    expect(simulator.connections).toBe(0);
  });

  it('leaves nothing behind when it is closed', async () => {
    const simulator = await listen();
    const client = await RawClient.open(simulator.url);
    await client.connect();
    const caller = simulator.call();
    await client.event('calling.call.receive');
    const port = Number(simulator.host.split(':')[1]);

    const closed = once(client.socket, 'close');
    await simulator.close();
    await closed;
    expect([simulator.connections, simulator.calls, simulator.sessions]).toEqual([0, [], []]);
    expect(caller.endReason).toBe('error');
    // The port is free again.
    const next = await listen({ port });
    expect(next.host).toBe(simulator.host);
  });

  it('may be closed twice', async () => {
    const simulator = await listen();
    await simulator.close();
    await expect(simulator.close()).resolves.toBeUndefined();
  });

  it('is closed by its signal, and listens to that no longer', async () => {
    const aborter = new AbortController();
    const remove = jest.spyOn(aborter.signal, 'removeEventListener');
    const simulator = await listen({ signal: aborter.signal });
    const { socket } = await RawClient.open(simulator.url);
    const closed = once(socket, 'close');
    aborter.abort();
    await closed;

    expect(simulator.connections).toBe(0);
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it('listens no longer to its signal when it is closed', async () => {
    const aborter = new AbortController();
    const add = jest.spyOn(aborter.signal, 'addEventListener');
    const remove = jest.spyOn(aborter.signal, 'removeEventListener');
    const simulator = await listen({ signal: aborter.signal });
    await simulator.close();

    expect(remove.mock.calls.map(([, listener]) => listener)).toEqual(
      add.mock.calls.map(([, listener]) => listener),
    );
  });

  it('rejects with the reason of a signal that is aborted before it listens', async () => {
    const aborter = new AbortController();
    const starting = listen({ signal: aborter.signal });
    aborter.abort(new Error('no longer wanted'));

    await expect(starting).rejects.toThrow('no longer wanted');
    await expect(listen({ signal: AbortSignal.abort(new Error('never wanted')) })).rejects.toThrow(
      'never wanted',
    );
  });
});
