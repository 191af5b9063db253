import * as E from 'fp-ts/lib/Either.js';
import type { Observable } from 'rxjs';
import { ReplaySubject, of, take, type SchedulerLike } from 'rxjs';
import * as kinds from '../actions/kinds.js';
import type { Attachment, Peer } from '../simulator/engine/peer.js';
import { decodeEvent } from '../protocol/events/index.js';
import { success, type Answer } from './answers.js';
import type { Command } from './commands.js';
import { MarbleScriptError } from './diagrams/failure.js';
import { frame } from './diagrams/show.js';
import { wireEvent, type ServerEvent } from './events.js';
import { TestConnection } from './test-connection.js';

interface Request {
  readonly id: string;
  /** A frame without a method is the acknowledgement of an event. */
  readonly method?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The answers to the requests of a method. */
type Answers =
  /** Each request is answered as the stream says, from its arrival. */
  | { readonly kind: 'each'; readonly answer$: Observable<Answer>; isAsked: boolean }
  /** The oldest that waits, when the script says so. */
  | { readonly kind: 'scripted'; readonly waiting: ((answer: Answer) => void)[] };

/** The event types of requests with a control id. */
const eventTypes: ReadonlyMap<string, readonly (string | undefined)[]> = new Map(
  Object.values(kinds).map((kind) => [kind.method, [kind.eventType, kind.playbackType]]),
);
const ofOperations: ReadonlySet<string | undefined> = new Set([...eventTypes.values()].flat());

/** Whether events of a type are for one call; by default, the first one. */
const isOfACall = (type: string): boolean =>
  type === 'calling.error' || (type.startsWith('calling.call.') && type !== 'calling.call.dial');

/** Changes of the connection. `lost` is permanent. */
export type ConnectionChange = 'down' | 'resumed' | 'new session' | 'lost';

/**
 * RELAY's side of a marble test. It authenticates, answers and sends events as the script says, and records the
 * client's requests. It takes no time.
 */
export class FakeRelay {
  readonly nodeId = 'node-1';
  readonly connection: TestConnection;
  /** The client's commands on calls and messages, replayed to late subscribers. */
  readonly commands$: Observable<Command>;
  /** The contexts of the latest connect. */
  contexts: readonly string[] = [];

  // A test is short: all commands are kept.
  readonly #commands$ = new ReplaySubject<Command>(Infinity);
  /** The methods of the requests so far. */
  readonly #methods = new Set<string>();
  /** The latest operation by call and event type. */
  readonly #latest = new Map<string, string>();
  readonly #sent = new Set<string>();
  readonly #answers = new Map<string, Answers>();
  readonly #scheduler: SchedulerLike;
  /** The client's socket; undefined while the connection is away. */
  #peer: Peer | undefined;
  /** Events that wait for the resume. */
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

  /** Answers each further request of a method as the stream says, from its arrival. */
  answer(method: string, answer$: Observable<Answer>): void {
    const before = this.#answers.get(method);
    if (before?.kind === 'each' && !before.isAsked)
      throw new MarbleScriptError(
        'relay.answers',
        `'${method}' has answers already, and no request of it has got one: these would never be given`,
      );
    this.#answers.set(method, { kind: 'each', answer$, isAsked: false });
  }

  /** Answers further requests of a method in order, each when the returned function is called. */
  answerWhenTold(helper: string, method: string): (answer: Answer) => void {
    const waiting: ((answer: Answer) => void)[] = [];
    this.#answers.set(method, { kind: 'scripted', waiting });
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

  /** Offers an inbound call to the client, and returns its id. */
  offer(fields: Readonly<Record<string, unknown>> = {}): string {
    const callId = `call-${(this.#calls += 1)}`;
    const device = { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101' } };
    const call = { callState: 'created', context: 'default', direction: 'inbound', device, ...fields };
    this.send({ type: 'calling.call.receive', fields: call, callId }, 'relay.call');
    return callId;
  }

  /**
   * Sends an event, by default to the latest operation that has such events.
   *
   * @throws {MarbleScriptError} when there is no such operation, or the event does not decode and is not a malformed
   * one.
   */
  send(event: ServerEvent, helper = 'relay.events'): void {
    const callId = event.callId ?? (isOfACall(event.type) ? 'call-1' : undefined);
    const latest = this.#latest.get(`${callId ?? ''} ${event.type}`);
    const controlId = event.controlId === null ? undefined : (event.controlId ?? latest);
    if (controlId === undefined && event.controlId !== null && ofOperations.has(event.type))
      this.#nowhere(helper, event.type, callId ?? '');
    const address = { callId, nodeId: this.nodeId, controlId };
    const params = this.#encode(helper, event, address);
    const id = `event-${(this.#events += 1)}`;
    const message = { jsonrpc: '2.0', id, method: 'signalwire.event', params };
    if (this.#peer === undefined) this.#kept.push(message);
    else this.#deliver(this.#peer, message);
  }

  #encode(helper: string, event: ServerEvent, address: Parameters<typeof wireEvent>[2]): object {
    const wrong = (what: string, cause: unknown): MarbleScriptError =>
      new MarbleScriptError(helper, `at ${frame(this.#scheduler.now())} ${what}`, { cause });
    const encoded = E.tryCatch(
      () => wireEvent(event, this.#scheduler.now() / 1000, address),
      (cause) => cause,
    );
    if (E.isLeft(encoded)) throw wrong(`'${event.type}' cannot be written for the wire`, encoded.left);
    // As it arrives, without what JSON leaves out.
    const decoded = decodeEvent(JSON.parse(JSON.stringify(encoded.right)));
    if (E.isLeft(decoded) && event.isMalformed !== true)
      throw wrong(`${decoded.left.message}. One that is meant so is made with malformedEvent`, decoded.left);
    if (E.isRight(decoded) && event.isMalformed === true)
      throw wrong(`'${event.type}' decodes, and is made with malformedEvent`, undefined);
    return encoded.right;
  }

  /** Parts of the script that never happened. */
  problems(): readonly MarbleScriptError[] {
    const unasked = [...this.#answers]
      .filter(([method, answers]) => (answers.kind === 'each' ? !answers.isAsked : !this.#sent.has(method)))
      .map(([method]) => new MarbleScriptError('relay.answers', unanswered(method, this.#sent.has(method))));
    const kept = this.#kept.length;
    if (kept === 0 || !this.connection.isAway) return unasked;
    const events = kept === 1 ? 'an event was' : `${kept} events were`;
    return [
      ...unasked,
      new MarbleScriptError('relay.events', `${events} never sent: the connection did not come back`),
    ];
  }

  change(helper: string, change: ConnectionChange): void {
    switch (change) {
      case 'down':
        return this.connection.drop(helper);
      case 'lost':
        return this.connection.lose(helper);
      case 'new session':
        this.#session += 1;
        this.#kept = [];
        return this.connection.restore(helper);
      case 'resumed':
        return this.connection.restore(helper);
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
    const answers = this.#answers.get(method) ?? { kind: 'each', answer$: of(success()), isAsked: true };
    // The answer to a request of a lost connection is lost with it.
    if (answers.kind === 'each') {
      answers.isAsked = true;
      answers.answer$.pipe(take(1)).subscribe(reply);
    } else answers.waiting.push(reply);
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

  #nowhere(helper: string, type: string, callId: string): never {
    const asked = [...this.#methods].join(', ');
    const what = asked === '' ? 'nothing was asked yet' : `so far there was ${asked}`;
    throw new MarbleScriptError(
      helper,
      `at ${frame(this.#scheduler.now())} '${type}' has no operation of ${callId} to go to: ${what}`,
    );
  }

  #deliver(peer: Peer, message: object): void {
    peer.send(JSON.stringify(message));
  }
}

const unanswered = (method: string, isSent: boolean): string =>
  isSent
    ? `'${method}' was not sent any more after these answers were given, so that nothing was answered`
    : `'${method}' was never sent, so that nothing was answered`;
