import type { Observable } from 'rxjs';
import { ReplaySubject, of, take, type SchedulerLike } from 'rxjs';
import * as kinds from '../actions/kinds.js';
import type { Attachment, Peer } from '../simulator/engine/peer.js';
import { success, type Answer } from './answers.js';
import type { Command } from './commands.js';
import { MarbleScriptError } from './diagrams/failure.js';
import { frame } from './diagrams/show.js';
import { wireEvent, type ServerEvent } from './events.js';
import { TestConnection } from './test-connection.js';

interface Request {
  readonly id: string;
  /** What has none is the acknowledgement of an event. */
  readonly method?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** How the requests of a method are answered. */
type Answers =
  /** Each as the stream says, from the moment it arrives. */
  | { readonly tag: 'each'; readonly answer$: Observable<Answer> }
  /** The oldest that waits, when it is told to be. */
  | { readonly tag: 'told'; readonly waiting: ((answer: Answer) => void)[] };

/** The types of the events that a request with a control id brings about. */
const eventTypes: ReadonlyMap<string, readonly (string | undefined)[]> = new Map(
  Object.values(kinds).map((kind) => [kind.method, [kind.eventType, kind.playbackType]]),
);
const ofOperations: ReadonlySet<string | undefined> = new Set([...eventTypes.values()].flat());

/** Whether an event is for one call: it is for the first, unless it says otherwise. */
const isOfACall = (type: string): boolean =>
  type === 'calling.error' || (type.startsWith('calling.call.') && type !== 'calling.call.dial');

/** What may become of the connection. `lost` means for good. */
export type ConnectionChange = 'down' | 'resumed' | 'new session' | 'lost';

/**
 * RELAY's side of a marble test: it authenticates, answers and sends events as it is told, and writes down what the
 * client sent. Nothing in it takes any time of its own.
 */
export class FakeRelay {
  readonly nodeId = 'node-1';
  readonly connection: TestConnection;
  /** What the client sent on calls and messages, also for who comes later. */
  readonly commands$: Observable<Command>;
  /** The contexts of the latest connect. */
  contexts: readonly string[] = [];

  // A test is short: all of it is kept.
  readonly #commands$ = new ReplaySubject<Command>(Infinity);
  /** What has been asked, method by method. */
  readonly #methods = new Set<string>();
  /** The latest operation of a call that has events of a type. */
  readonly #latest = new Map<string, string>();
  readonly #sent = new Set<string>();
  readonly #answers = new Map<string, Answers>();
  readonly #scheduler: SchedulerLike;
  /** Where frames go; undefined while the connection is away. */
  #peer: Peer | undefined;
  /** Events that are kept for the resume. */
  #kept: object[] = [];
  #session = 1;
  #calls = 0;
  #events = 0;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
    this.commands$ = this.#commands$.asObservable();
    this.connection = new TestConnection(this, scheduler);
  }

  /** Gives the client its socket. */
  get connect(): TestConnection['connect'] {
    return this.connection.connect;
  }

  attach(peer: Peer): Attachment {
    return {
      receive: (text) => this.#received(JSON.parse(text) as Request, peer),
      closed: () => {
        if (this.#peer === peer) this.#peer = undefined;
      },
    };
  }

  /** From now on, each request of a method is answered as the stream says, from the moment it arrives. */
  answer(method: string, answer$: Observable<Answer>): void {
    this.#answers.set(method, { tag: 'each', answer$ });
  }

  /** From now on, the requests of a method are answered in order, each when the function that this gives is called. */
  answerWhenTold(helper: string, method: string): (answer: Answer) => void {
    const waiting: ((answer: Answer) => void)[] = [];
    this.#answers.set(method, { tag: 'told', waiting });
    return (answer) => {
      const reply = waiting.shift();
      if (reply === undefined)
        throw new MarbleScriptError(
          helper,
          `at ${frame(this.#scheduler.now())} there is no request of '${method}' to answer: ` +
            (this.#sent.has(method) ? 'all were answered' : 'none was sent'),
        );
      reply(answer);
    };
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
    const callId = event.callId ?? (isOfACall(event.type) ? 'call-1' : undefined);
    const latest = this.#latest.get(`${callId ?? ''} ${event.type}`);
    const controlId = event.controlId === null ? undefined : (event.controlId ?? latest);
    if (controlId === undefined && event.controlId !== null && ofOperations.has(event.type))
      this.#nowhere(event.type, callId ?? '');
    const address = { callId, nodeId: this.nodeId, controlId };
    const params = wireEvent(event, this.#scheduler.now() / 1000, address);
    const id = `event-${(this.#events += 1)}`;
    const message = { jsonrpc: '2.0', id, method: 'signalwire.event', params };
    if (this.#peer === undefined) this.#kept.push(message);
    else this.#deliver(this.#peer, message);
  }

  /** The methods that answers were written for and that the client never sent. */
  get unasked(): readonly string[] {
    return [...this.#answers.keys()].filter((method) => !this.#sent.has(method));
  }

  change(change: ConnectionChange): void {
    switch (change) {
      case 'down':
        return this.connection.drop();
      case 'lost':
        return this.connection.lose();
      case 'new session':
        this.#session += 1;
        this.#kept = [];
        return this.connection.restore();
      case 'resumed':
        return this.connection.restore();
    }
  }

  #received({ id, method, params }: Request, peer: Peer): void {
    if (method === undefined) return;
    const reply = (answer: Answer): void => this.#deliver(peer, { jsonrpc: '2.0', id, ...answer });
    if (method === 'signalwire.connect') {
      this.contexts = (params['contexts'] as readonly string[] | undefined) ?? [];
      this.#peer = peer;
      reply({ result: { protocol: `session-${this.#session}`, identity: 'relay' } });
      for (const message of this.#kept.splice(0)) this.#deliver(peer, message);
      return;
    }
    this.#sent.add(method);
    if (!method.startsWith('signalwire.')) this.#note(method, params);
    const answers = this.#answers.get(method) ?? { tag: 'each', answer$: of(success()) };
    // What is answered to a connection that is gone is lost with it.
    if (answers.tag === 'each') answers.answer$.pipe(take(1)).subscribe(reply);
    else answers.waiting.push(reply);
  }

  #note(method: string, params: Request['params']): void {
    const { call_id: callId, control_id: controlId } = params;
    if (typeof callId === 'string' && typeof controlId === 'string') {
      this.#methods.add(method);
      for (const type of eventTypes.get(method) ?? [])
        if (type !== undefined) this.#latest.set(`${callId} ${type}`, controlId);
    }
    this.#commands$.next({ method, params });
  }

  #nowhere(type: string, callId: string): never {
    const asked = [...this.#methods].join(', ');
    const what = asked === '' ? 'nothing was asked yet' : `so far there was ${asked}`;
    throw new MarbleScriptError(
      'relay.events',
      `at ${frame(this.#scheduler.now())} '${type}' has no operation of ${callId} to go to: ${what}`,
    );
  }

  #deliver(peer: Peer, message: object): void {
    peer.send(JSON.stringify(message));
  }
}
