import { EventEmitter, once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { Subscription, VirtualTimeScheduler, finalize, type Observable, type SchedulerAction } from 'rxjs';
import { WebSocket, WebSocketServer } from 'ws';
import type { RelaySocket, SocketOptions } from '../../lib/connection/socket.js';

/** Credentials that must show up nowhere. */
export const TOKEN = 'PT-this-is-the-token';
export const AUTHORIZATION_STATE = 'this-is-the:authorization-state';

export interface Frame {
  readonly id?: string;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Time that passes when a spec says so. */
export class Clock extends VirtualTimeScheduler {
  advance(ms: number): void {
    this.maxFrames = this.frame + ms;
    this.flush();
    this.frame = this.maxFrames;
  }

  /** How many timers are running. */
  get timers(): number {
    return this.actions.length;
  }
}

/** Throws where a timer that is due at once, again and again, would keep virtual time where it is. */
export class ImpatientClock extends Clock {
  #left = 200;

  override schedule<T>(
    work: (this: SchedulerAction<T>, state?: T) => void,
    delay?: number,
    state?: T,
  ): Subscription {
    this.#left -= 1;
    if (this.#left < 0) throw new Error('time does not pass');
    return super.schedule(work, delay, state);
  }
}

/** Fires its timers as Node does: up to a ms early, and late by as long as the process was busy. */
export class InexactClock extends Clock {
  readonly #offsets: readonly number[];
  #timers = 0;

  /** @param offsets how much later than asked for each timer fires, in ms; they repeat. */
  constructor(offsets: readonly number[]) {
    super();
    this.#offsets = offsets;
  }

  override schedule<T>(
    work: (this: SchedulerAction<T>, state?: T) => void,
    delay = 0,
    state?: T,
  ): Subscription {
    const offset = this.#offsets[this.#timers % this.#offsets.length] ?? 0;
    this.#timers += 1;
    return super.schedule(work, delay === 0 ? 0 : Math.max(0.1, delay + offset), state);
  }
}

/** What an Observable has said so far. */
export interface Heard<T> {
  readonly values: T[];
  error: unknown;
  ended: 'completed' | 'failed' | undefined;
  unsubscribe(): void;
}

/** Subscribes, and takes down what comes. */
export function hear<T>(source: Observable<T>): Heard<T> {
  const subscription = new Subscription();
  const heard: Heard<T> = {
    values: [],
    error: undefined,
    ended: undefined,
    unsubscribe: () => subscription.unsubscribe(),
  };
  subscription.add(
    source.subscribe({
      next: (value) => heard.values.push(value),
      error: (error: unknown) => {
        heard.ended = 'failed';
        heard.error = error;
      },
      complete: () => {
        heard.ended = 'completed';
      },
    }),
  );
  return heard;
}

/** What an Observable has said, once it has ended. */
export function ending<T>(source: Observable<T>): Promise<Heard<T>> {
  return new Promise((resolve) => {
    const heard: Heard<T> = hear(source.pipe(finalize(() => setImmediate(() => resolve(heard)))));
  });
}

/** A request of RELAY's. */
export const request = (method: string, params: unknown, id = 'r-1'): object => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});

/** A `signalwire.event` of RELAY's. */
export const event = (type: string, params: unknown, id = 'e-1'): object =>
  request('signalwire.event', { event_type: type, timestamp: 1_700_000_000.5, params }, id);

export const authorization = (authorization_state = AUTHORIZATION_STATE): object =>
  event('signalwire.authorization.state', { authorization_state }, 'a-1');

export const inbound = (callId: string, fields: object = {}): object =>
  event(
    'calling.call.receive',
    { call_id: callId, node_id: 'n', call_state: 'created', context: 'default', ...fields },
    `receive-${callId}`,
  );

export const callEnded = (callId: string): object =>
  event(
    'calling.call.state',
    { call_id: callId, node_id: 'n', call_state: 'ended', end_reason: 'hangup' },
    'end',
  );

const text = (frame: unknown): string => (typeof frame === 'string' ? frame : JSON.stringify(frame));

/** A socket without a wire. The spec is the server: what it does not do does not happen. */
export class FakeSocket extends EventEmitter implements RelaySocket {
  readyState: number = WebSocket.CONNECTING;
  readonly frames: Frame[] = [];
  /** How the client closed it. */
  closing: number | 'terminated' | undefined;

  constructor(
    readonly url: string,
    readonly options: SocketOptions,
  ) {
    super();
  }

  send(data: string): void {
    this.frames.push(JSON.parse(data) as Frame);
    this.emit('sent', this.frames.at(-1));
  }

  close(code?: number): void {
    this.closing = code;
    this.readyState = WebSocket.CLOSING;
  }

  terminate(): void {
    this.closing = 'terminated';
    this.shut(1006);
  }

  open(): void {
    this.readyState = WebSocket.OPEN;
    this.emit('open');
  }

  /** A frame from the server: an object, or text as it stands. */
  say(frame: unknown): void {
    this.emit('message', Buffer.from(text(frame)), false);
  }

  /** The socket is closed, by whoever. */
  shut(code: number, error?: Error): void {
    this.readyState = WebSocket.CLOSED;
    if (error !== undefined) this.emit('error', error);
    this.emit('close', code, Buffer.alloc(0));
  }

  /** The requests of one method, or all. */
  requests(method?: string): Frame[] {
    return this.frames.filter(
      (frame) => frame.method !== undefined && (method ?? frame.method) === frame.method,
    );
  }

  /** Answers the latest request of a method. */
  answer(method: string, result: unknown = { code: '200', message: 'OK' }): void {
    this.say({ jsonrpc: '2.0', id: this.requests(method).at(-1)?.id, result });
  }

  refuse(method: string, code: number, message = 'no'): void {
    this.say({ jsonrpc: '2.0', id: this.requests(method).at(-1)?.id, error: { code, message } });
  }

  /** Opens, and lets the client in. */
  accept(protocol = 'session-1'): void {
    this.open();
    this.answer('signalwire.connect', { protocol, identity: 'i' });
  }

  ping(): void {
    this.say(request('signalwire.ping', {}, 'p-1'));
  }
}

/** Every socket that a client opened, and the factory that makes them. */
export class FakeSockets {
  readonly all: FakeSocket[] = [];
  readonly factory = (url: string, options: SocketOptions): FakeSocket => {
    const socket = new FakeSocket(url, options);
    this.all.push(socket);
    return socket;
  };

  get latest(): FakeSocket {
    return this.all.at(-1)!;
  }
}

/** What goes wrong at once, and is tried again soon. */
export const quickly = { initialDelay: 5, maxDelay: 20, random: () => 1 } as const;

/** One connection to a `RawServer`. */
export class RawConnection {
  readonly frames: Frame[] = [];
  /** How many pieces the network delivered since the opening. */
  chunks = 0;
  /** The code with which the client closed, once it has. */
  readonly closed: Promise<number>;
  readonly #looks = new Set<() => void>();

  constructor(
    readonly socket: WebSocket,
    answer: (frame: Frame, connection: RawConnection) => unknown,
  ) {
    this.closed = once(socket, 'close').then(([code]) => code as number);
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      this.frames.push(frame);
      if (frame.method !== undefined) {
        const reply = answer(frame, this);
        if (reply !== undefined) this.say({ jsonrpc: '2.0', id: frame.id, ...(reply as object) });
      }
      for (const look of this.#looks) look();
    });
  }

  say(...frames: unknown[]): void {
    for (const frame of frames) this.socket.send(text(frame));
  }

  /** All of it in one piece. */
  burst(frames: readonly unknown[]): void {
    const { _socket: tcp } = this.socket as unknown as { _socket: Socket };
    tcp.cork();
    this.say(...frames);
    tcp.uncork();
  }

  requests(method: string): Frame[] {
    return this.frames.filter((frame) => frame.method === method);
  }

  /** Resolves when there are so many frames that are wanted, with the last of them. */
  find(wanted: (frame: Frame) => boolean, count = 1): Promise<Frame> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.frames.filter(wanted)[count - 1];
        if (found === undefined) return;
        this.#looks.delete(look);
        resolve(found);
      };
      this.#looks.add(look);
      look();
    });
  }

  request(method: string, count = 1): Promise<Frame> {
    return this.find((frame) => frame.method === method, count);
  }

  answer(id: string): Promise<Frame> {
    return this.find((frame) => frame.id === id && frame.method === undefined);
  }
}

/** What a server does that lets everybody in and carries everything out. */
export const obliging = ({ method }: Frame): unknown =>
  method === 'signalwire.connect'
    ? { result: { protocol: 'session-1', identity: 'i' } }
    : { result: { code: '200', message: 'OK' } };

/** A WebSocket server that does as the spec says, and nothing else. */
export class RawServer {
  readonly connections: RawConnection[] = [];
  readonly host: string;
  readonly #server: WebSocketServer;
  readonly #arrivals = new EventEmitter();

  private constructor(server: WebSocketServer, answer: (frame: Frame, connection: RawConnection) => unknown) {
    this.#server = server;
    this.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket, { socket: tcp }) => {
      const connection = new RawConnection(socket, answer);
      tcp.on('data', () => (connection.chunks += 1));
      this.connections.push(connection);
      this.#arrivals.emit('connection');
    });
  }

  static async listen(
    answer: (frame: Frame, connection: RawConnection) => unknown = obliging,
  ): Promise<RawServer> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    return new RawServer(server, answer);
  }

  /** The nth connection of all, from 1, once it is there. */
  async connection(number = 1): Promise<RawConnection> {
    while (this.connections.length < number) await once(this.#arrivals, 'connection');
    return this.connections[number - 1]!;
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Things to be closed when a spec is over, in the reverse order. */
export function afterwards(): (close: () => unknown) => void {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  return (close) => void closers.push(close);
}
