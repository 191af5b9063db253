import type { Observable } from 'rxjs';
import { ReplaySubject, Subject, map, of, take, type SchedulerLike } from 'rxjs';
import * as kinds from '../actions/kinds.js';
import type { RelaySocket } from '../connection/socket.js';
import { success, type Answer } from './answers.js';
import type { Command } from './commands.js';
import { wireEvent, type ServerEvent } from './events.js';
import { MemorySocket } from './memory-socket.js';

interface Request {
  readonly id: string;
  /** What has none is the acknowledgement of an event. */
  readonly method?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Started {
  readonly method: string;
  readonly callId: string;
  readonly controlId: string;
}

/** The types of the events that a request with a control id brings about. */
const eventTypes: ReadonlyMap<string, readonly (string | undefined)[]> = new Map(
  Object.values(kinds).map((kind) => [kind.method, [kind.eventType, kind.playbackType]]),
);

/** What may become of the connection. `lost` means for good. */
export type ConnectionChange = 'down' | 'resumed' | 'new session' | 'lost';

/**
 * RELAY's side of a marble test: it authenticates, answers and sends events as it is told, and writes down what the
 * client sent. Nothing in it takes any time of its own.
 */
export class FakeRelay {
  readonly nodeId = 'node-1';
  /** What the client sent on calls and messages, also for who comes later. */
  readonly commands$: Observable<Command>;

  // A test is short: all of it is kept.
  /** The contexts of the latest connect. */
  contexts: readonly string[] = [];

  readonly #commands$ = new ReplaySubject<Command>(Infinity);
  readonly #reachable$ = new Subject<boolean>();
  readonly #started: Started[] = [];
  readonly #answers = new Map<string, Observable<Answer>>();
  readonly #scheduler: SchedulerLike;
  #socket: MemorySocket | undefined;
  #session = 1;
  #calls = 0;
  #events = 0;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.commands$ = this.#commands$.asObservable();
  }

  /** Gives the client its socket. */
  readonly connect = (): RelaySocket => {
    const socket = new MemorySocket((text) => this.#received(JSON.parse(text) as Request));
    this.#socket = socket;
    return socket;
  };

  /** When the client may connect again: as soon as RELAY can be reached, or never. */
  readonly reconnect = (): Observable<unknown> =>
    this.#reachable$.pipe(
      take(1),
      map((reachable) => {
        if (!reachable) throw new Error('RELAY cannot be reached any more');
      }),
    );

  /** From now on, each request of a method is answered as the stream says, from the moment it arrives. */
  answer(method: string, answer$: Observable<Answer>): void {
    this.#answers.set(method, answer$);
  }

  /** Offers an inbound call to the client, and gives its id. */
  offer(fields: Readonly<Record<string, unknown>> = {}): string {
    const callId = `call-${(this.#calls += 1)}`;
    const device = { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101' } };
    const call = { callState: 'created', context: 'default', direction: 'inbound', device, ...fields };
    this.send({ type: 'calling.call.receive', fields: call, callId });
    return callId;
  }

  /** Sends an event: to the latest operation that has such events, unless it says itself where it goes. */
  send(event: ServerEvent): void {
    const callId = event.callId ?? 'call-1';
    const started = this.#started.findLast(
      (each) => each.callId === callId && eventTypes.get(each.method)?.includes(event.type),
    );
    const address = { callId, nodeId: this.nodeId, controlId: event.controlId ?? started?.controlId };
    const params = wireEvent(event, this.#scheduler.now() / 1000, address);
    const id = `event-${(this.#events += 1)}`;
    this.#deliver({ jsonrpc: '2.0', id, method: 'signalwire.event', params });
  }

  change(change: ConnectionChange): void {
    if (change === 'new session') this.#session += 1;
    if (change === 'down') this.#socket?.shut(1006);
    else this.#reachable$.next(change !== 'lost');
  }

  #received({ id, method, params }: Request): void {
    if (method === undefined) return;
    if (method === 'signalwire.connect') {
      this.contexts = (params['contexts'] as readonly string[] | undefined) ?? [];
      this.#reply(id, { result: { protocol: `session-${this.#session}`, identity: 'relay' } });
      return;
    }
    if (!method.startsWith('signalwire.')) this.#note(method, params);
    const socket = this.#socket;
    const answer$ = this.#answers.get(method) ?? of(success());
    answer$.pipe(take(1)).subscribe((answer) => {
      // An answer to a request of a connection that is gone is lost with it.
      if (socket === this.#socket) this.#reply(id, answer);
    });
  }

  #note(method: string, params: Request['params']): void {
    const { call_id: callId, control_id: controlId } = params;
    if (typeof callId === 'string' && typeof controlId === 'string')
      this.#started.push({ method, callId, controlId });
    this.#commands$.next({ method, params });
  }

  #reply(id: string, answer: Answer): void {
    this.#deliver({ jsonrpc: '2.0', id, ...answer });
  }

  #deliver(frame: object): void {
    this.#socket?.deliver(JSON.stringify(frame));
  }
}
