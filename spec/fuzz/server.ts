import { Subscription, type SchedulerLike } from 'rxjs';
import { WebSocket } from 'ws';
import type { RelaySocket, SocketOptions } from '../../lib/connection/socket.js';
import { FakeSocket, type Frame } from '../connection/support.js';
import type { ConnectMode } from './steps.js';

/** How long RELAY takes over an answer, in ms of virtual time. */
const LATENCY = 1;

/** What is left unanswered until a step, or the end of a run, answers it. */
export const HELD = ['spec.pending', 'messaging.send'];

/** A socket of the run: open from the start, and closed as soon as the client closes it. */
export class FuzzSocket extends FakeSocket {
  /** The ids of what was asked on it and not answered yet. */
  readonly unanswered = new Set<string>();
  /** Acknowledgements, in the order in which they left. */
  readonly acknowledged: unknown[] = [];

  constructor(url: string, options: SocketOptions) {
    super(url, options);
    this.readyState = WebSocket.OPEN;
  }

  get isOpen(): boolean {
    return this.readyState === WebSocket.OPEN;
  }

  override close(code?: number): void {
    super.close(code);
    this.shut(1000);
  }
}

/** RELAY's side of a run: lets the client in as it is told, carries out what is asked, and writes down what came. */
export class FuzzServer {
  readonly sockets: FuzzSocket[] = [];
  mode: ConnectMode = 'same';
  /** The answers under way. */
  readonly #inFlight = new Subscription();
  readonly #latestIds = new Map<string, string>();
  readonly #scheduler: SchedulerLike;
  #session = 1;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  readonly connect = (url: string, options: SocketOptions): RelaySocket => {
    const socket = new FuzzSocket(url, options);
    this.sockets.push(socket);
    socket.on('sent', (frame: Frame) => this.#received(socket, frame));
    return socket;
  };

  /** The socket of the moment, when there is one to be heard on. */
  get socket(): FuzzSocket | undefined {
    const socket = this.sockets.at(-1);
    return socket?.isOpen ? socket : undefined;
  }

  readonly idOf = (method: string): string | undefined => this.#latestIds.get(method);

  /** Answers what was held, on the socket it was asked on, and says whether that was still to be had. */
  answerHeld(method: string, result: object): boolean {
    const id = this.idOf(method);
    const { socket } = this;
    if (id === undefined || socket?.unanswered.has(id) !== true) return false;
    this.#reply(socket, id, { result });
    return true;
  }

  stop(): void {
    this.#inFlight.unsubscribe();
  }

  #received(socket: FuzzSocket, frame: Frame): void {
    const { id, method } = frame;
    if (method === undefined) {
      socket.acknowledged.push(frame);
      return;
    }
    if (id === undefined) throw new Error(`${method} was sent without an id`);
    this.#latestIds.set(method, id);
    socket.unanswered.add(id);
    if (HELD.includes(method)) return;
    const answer =
      method === 'signalwire.connect' ? this.#welcome() : { result: { code: '200', message: 'OK' } };
    if (answer === undefined) return;
    this.#inFlight.add(this.#scheduler.schedule(() => this.#reply(socket, id, answer), LATENCY));
  }

  #welcome(): object | undefined {
    switch (this.mode) {
      case 'silent':
        return undefined;
      case 'refused':
        return { error: { code: -32002, message: 'no' } };
      case 'other':
        this.#session += 1;
        break;
      case 'same':
    }
    return { result: { protocol: `session-${this.#session}`, identity: 'i' } };
  }

  /** Nothing that a frame of the run has answered meanwhile is answered again. */
  #reply(socket: FuzzSocket, id: string, answer: object): void {
    if (!socket.isOpen || !socket.unanswered.delete(id)) return;
    socket.say({ jsonrpc: '2.0', id, ...answer });
  }
}
