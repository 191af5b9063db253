import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { Upgrades } from './upgrades.js';

type Fields = Readonly<Record<string, unknown>>;

export interface Frame {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: Fields;
  readonly result?: Fields;
}

/** What is held back: the answer to the next request of a method, and what else of its operation comes. */
interface Hold {
  readonly method: string;
  readonly events: boolean;
  /** The request that it befell, once there is one, and the keys of what it started. */
  id?: unknown;
  readonly keys: Set<unknown>;
  readonly frames: { readonly text: string; readonly to: WebSocket }[];
}

/** What is done to frames on their way. */
export interface Tampering {
  /** A frame of RELAY's: what passes in its place, or nothing. */
  readonly down?: (frame: Frame, text: string) => string | undefined;
  /** A frame of RELAY's has passed. */
  readonly passed?: (frame: Frame, near: WebSocket) => void;
  /** A frame of the client's, the nth over its connection: whether it passes. */
  readonly up?: (number: number, near: WebSocket) => boolean;
}

/** So many of RELAY's latest events are remembered. */
const REMEMBERED = 100;

/** Larger than anything that is looked into. */
const LOOKED_INTO = 100_000;

const textOf = (data: RawData): string => (data as Buffer).toString();

function parsed(text: string): Frame {
  if (text.length > LOOKED_INTO) return {};
  try {
    return (JSON.parse(text) as Frame | null) ?? {};
  } catch {
    return {};
  }
}

/** The network between a client and RELAY: it passes WebSocket frames on, holds some back, or goes deaf. */
export class Wire {
  readonly #server: WebSocketServer;
  readonly #target: string;
  readonly #pairs = new Set<readonly [WebSocket, WebSocket]>();
  /** How connections are taken. */
  readonly upgrades: Upgrades;
  tampering: Tampering = {};
  readonly #events: Frame[] = [];
  #deaf: readonly WebSocket[] = [];
  #hold: Hold | undefined;
  #passed = 0;
  #closed: Promise<void> | undefined;

  private constructor(server: WebSocketServer, upgrades: Upgrades, target: string) {
    this.#server = server;
    this.upgrades = upgrades;
    this.#target = target;
    server.on('connection', (near) => this.#join(near));
  }

  /** @param target the URL of RELAY. */
  static async open(target: string): Promise<Wire> {
    const upgrades = new Upgrades();
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', verifyClient: upgrades.verify });
    await once(server, 'listening');
    return new Wire(server, upgrades, target);
  }

  /** `host:port`, as a client's `host`. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Holds back the answer to the next request of a method, and with `events` those of what it starts as well. */
  hold(method: string, { events = false } = {}): void {
    this.#hold = { method, events, keys: new Set(), frames: [] };
  }

  /** How many frames of the client's have passed. */
  get passed(): number {
    return this.#passed;
  }

  /** Whether anything is to be held back. */
  get isArmed(): boolean {
    return this.#hold !== undefined;
  }

  /** Whether the answer has come and is held back. */
  get isHolding(): boolean {
    return (this.#hold?.frames.length ?? 0) > 0;
  }

  /** Lets pass what is held back, in order; what belongs to a connection that is gone is lost. */
  release(): void {
    const frames = this.#hold?.frames ?? [];
    this.#hold = undefined;
    for (const { text, to } of frames) if (to.readyState === WebSocket.OPEN) to.send(text);
  }

  /** Sends RELAY's latest events again, each under another frame id. */
  resend(): void {
    const [near] = [...this.#pairs].at(-1) ?? [];
    if (near === undefined) throw new Error('There is no connection to send them over');
    for (const event of this.#events.slice())
      near.send(JSON.stringify({ ...event, id: `${String(event.id)}-again` }));
  }

  /** The connections that there are stay open, and nothing is read from them any more: not even that one closes. */
  deafen(): void {
    this.#deaf = [...this.#pairs].flat();
    for (const socket of this.#deaf) socket.pause();
  }

  /** No connection is accepted any more, and those that there are break. */
  close(): Promise<void> {
    if (this.#closed !== undefined) return this.#closed;
    for (const socket of this.#deaf) socket.resume();
    this.upgrades.close();
    for (const pair of this.#pairs) for (const socket of pair) socket.terminate();
    this.#closed = new Promise((resolve) => this.#server.close(() => resolve()));
    return this.#closed;
  }

  #join(near: WebSocket): void {
    const far = new WebSocket(this.#target);
    const early: string[] = [];
    let received = 0;
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    far.on('open', () => {
      for (const text of early) far.send(text);
    });
    near.on('message', (data) => {
      const text = textOf(data);
      received += 1;
      if (this.tampering.up?.(received, near) === false) return;
      this.#note(parsed(text));
      this.#passed += 1;
      if (far.readyState === WebSocket.CONNECTING) early.push(text);
      else far.send(text);
    });
    far.on('message', (data) => {
      const text = textOf(data);
      const frame = parsed(text);
      const { down, passed } = this.tampering;
      const changed = down === undefined ? text : down(frame, text);
      if (changed === undefined) return;
      if (this.#isHeld(frame)) {
        this.#hold?.frames.push({ text: changed, to: near });
        return;
      }
      if (frame.method === 'signalwire.event') this.#events.push(frame);
      if (this.#events.length > REMEMBERED) this.#events.shift();
      near.send(changed);
      passed?.(frame, near);
    });
    for (const [socket, other] of [pair, [far, near]] as const) {
      // ws closes a socket after an error by itself.
      socket.on('error', () => undefined);
      socket.on('close', (code: number) => {
        this.#pairs.delete(pair);
        if (code === 1_005 || code === 1_006) other.terminate();
        else other.close(code);
      });
    }
  }

  #note({ id, method, params }: Frame): void {
    const hold = this.#hold;
    if (hold === undefined || hold.method !== method || hold.id !== undefined) return;
    hold.id = id;
    for (const key of ['control_id', 'tag']) if (params?.[key] !== undefined) hold.keys.add(params[key]);
  }

  #isHeld({ id, method, params, result }: Frame): boolean {
    const hold = this.#hold;
    if (hold?.id === undefined) return false;
    if (method === undefined) {
      if (result?.['message_id'] !== undefined && id === hold.id) hold.keys.add(result['message_id']);
      return id === hold.id;
    }
    const event = params?.['params'] as Fields | undefined;
    const keys = ['control_id', 'tag', 'message_id'].flatMap((key) => event?.[key] ?? []);
    return hold.events && keys.some((key) => hold.keys.has(key));
  }
}
