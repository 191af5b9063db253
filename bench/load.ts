// Plays RELAY and the callers for the clients that are measured, in a process of its own. It checks nothing, and sends
// what it can prepare as prepared text.
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { LoadReply, LoadRequest } from './messages.js';

interface ClientFrame {
  readonly id: string;
  readonly method?: string;
  readonly params: { readonly call_id?: string; readonly control_id?: string; readonly project?: string };
}

/** How long a caller takes to press a key, in ms: realtime-api does not see what comes right after the answer. */
const REACTION = 200;

/** A call whose client does nothing more for so long is given up, in ms. */
const PATIENCE = 5_000;

const NODE = 'node-1';
const DEVICE = { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101' } };

const event = (event_type: string, params: object): string =>
  JSON.stringify({
    jsonrpc: '2.0',
    id: randomUUID(),
    method: 'signalwire.event',
    params: { event_type, timestamp: Date.now() / 1000, params },
  });

/** One caller: what follows from what the client asks. */
class Caller {
  readonly callId = randomUUID();
  readonly session: LoadSession;
  /** Whether it stays at the prompt. */
  readonly holds: boolean;
  controlId = '';
  readonly #givenUp: NodeJS.Timeout | undefined;
  /** When it last said something that the client answers with a request. */
  #since = 0;

  constructor(session: LoadSession, holds: boolean) {
    this.session = session;
    this.holds = holds;
    session.callers.set(this.callId, this);
    if (!holds) this.#givenUp = setTimeout(() => this.#giveUp(), PATIENCE);
    this.#since = performance.now();
    const offer = { call_state: 'created', context: 'bench', project_id: 'bench', segment_id: this.callId };
    this.#say('calling.call.receive', { ...offer, direction: 'inbound', device: DEVICE });
  }

  asked(method: string, controlId: string | undefined): void {
    this.session.latencies.push(performance.now() - this.#since);
    if (method === 'calling.answer') this.#state('answered');
    if (method === 'calling.play_and_collect') {
      this.controlId = controlId ?? '';
      if (this.holds) this.session.held.push(this);
      else setTimeout(() => this.#finish(), REACTION);
    }
    if (method === 'calling.end') {
      this.#state('ending');
      this.end();
    }
  }

  partial(): void {
    const result = { type: 'digit', params: { digits: '1', terminator: '' } };
    this.#say('calling.call.collect', { control_id: this.controlId, final: false, result });
  }

  #giveUp(): void {
    this.session.lost += 1;
    this.end();
  }

  end(): void {
    clearTimeout(this.#givenUp);
    this.#state('ended', { end_reason: 'hangup' });
    this.session.callers.delete(this.callId);
    this.session.ended();
  }

  #finish(): void {
    this.#say('calling.call.play', { control_id: this.controlId, state: 'playing' });
    this.#say('calling.call.play', { control_id: this.controlId, state: 'finished' });
    const result = { type: 'digit', params: { digits: '12', terminator: '#' } };
    this.#since = performance.now();
    this.#say('calling.call.collect', { control_id: this.controlId, final: true, state: 'finished', result });
  }

  #state(call_state: string, more: object = {}): void {
    this.#since = performance.now();
    this.#say('calling.call.state', { call_state, direction: 'inbound', device: DEVICE, ...more });
  }

  #say(type: string, params: object): void {
    this.session.send(event(type, { call_id: this.callId, node_id: NODE, ...params }));
  }
}

/** The connection of one client. */
class LoadSession {
  readonly callers = new Map<string, Caller>();
  readonly held: Caller[] = [];
  latencies: number[] = [];
  acknowledged = 0;
  /** Calls that were given up. */
  lost = 0;
  onEnded: () => void = () => undefined;
  onAcknowledged: () => void = () => undefined;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  ended(): void {
    this.onEnded();
  }

  receive({ id, method, params }: ClientFrame): void {
    if (method === undefined) {
      this.acknowledged += 1;
      this.onAcknowledged();
      return;
    }
    const { call_id, control_id } = params;
    this.send(
      JSON.stringify({ jsonrpc: '2.0', id, result: { code: '200', message: 'OK', call_id, control_id } }),
    );
    this.callers.get(call_id ?? '')?.asked(method, control_id);
  }

  /** Calls from end to end, so many at a time. */
  async calls(count: number, live: number): Promise<void> {
    let begun = 0;
    let over = 0;
    await new Promise<void>((resolve) => {
      const next = (): void => {
        if (begun === count) return;
        begun += 1;
        new Caller(this, false);
      };
      this.onEnded = () => {
        over += 1;
        if (over === count) resolve();
        next();
      };
      for (let n = 0; n < live; n += 1) next();
    });
  }

  /** Calls from end to end, begun at a rate, whether the earlier ones have ended or not. */
  async paced(count: number, perSecond: number): Promise<void> {
    const start = performance.now();
    let begun = 0;
    let over = 0;
    await new Promise<void>((resolve) => {
      this.onEnded = () => {
        over += 1;
        if (over === count) resolve();
      };
      const timer = setInterval(() => {
        const due = Math.min(count, ((performance.now() - start) * perSecond) / 1000);
        for (; begun < due; begun += 1) new Caller(this, false);
        if (begun === count) clearInterval(timer);
      }, 1);
    });
  }
}

const sessions = new Map<string, LoadSession>();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

server.on('connection', (socket, request) => {
  const session = new LoadSession(socket);
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ClientFrame;
    if (frame.method !== 'signalwire.connect') return session.receive(frame);
    const { authentication } = frame.params as { authentication?: { project?: string } };
    const result = { protocol: randomUUID(), identity: 'bench', authorization: {} };
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: frame.id, result }));
    sessions.set(authentication?.project ?? request.url ?? '', session);
  });
});

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

const sessionOf = (name: string): LoadSession => {
  const session = sessions.get(name);
  if (session === undefined) throw new Error(`${name} is not connected`);
  return session;
};

async function carryOut(request: LoadRequest): Promise<LoadReply> {
  if (request.do === 'listen') {
    await until(() => server.address() !== null);
    return { port: (server.address() as AddressInfo).port };
  }
  if (request.do === 'await') {
    await until(() => sessions.has(request.client));
    return {};
  }
  const session = sessionOf(request.client);
  session.latencies = [];
  switch (request.do) {
    case 'calls':
      session.lost = 0;
      await session.calls(request.count, request.live);
      return { lost: session.lost };
    case 'paced':
      await session.paced(request.count, request.perSecond);
      return { latencies: session.latencies };
    case 'hold':
      for (let n = 0; n < request.count; n += 1) new Caller(session, true);
      await until(() => session.held.length >= request.count);
      return {};
    case 'events': {
      const before = session.acknowledged;
      const all = new Promise<void>((resolve) => {
        session.onAcknowledged = () => {
          if (session.acknowledged - before === request.count) resolve();
        };
      });
      for (let n = 0; n < request.count; n += 1) {
        session.held[n % session.held.length]?.partial();
        // In portions, as they would come: not a megabyte at once.
        if (n % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
      }
      await all;
      session.onAcknowledged = () => undefined;
      return {};
    }
    case 'release':
      session.onEnded = () => undefined;
      for (const caller of session.held.splice(0)) caller.end();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return {};
  }
}

process.on('message', (request: LoadRequest) => {
  void carryOut(request).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
