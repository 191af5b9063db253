import { Subscription } from 'rxjs';

import type { Fields, RpcFrame, RpcId, RpcRequest } from '../wire/json-rpc.js';
import { request } from '../wire/json-rpc.js';
import type { FaultPlan } from './fault-plan.js';
import type { SimulatedSession } from './simulated-session.js';
import type { Settings } from './settings.js';

/** An event that the client has not acknowledged yet. */
export interface UnacknowledgedEvent {
  readonly id: RpcId;
  readonly type: string;
  readonly protocol: string;
}

interface HeldAnswer {
  readonly answer: RpcFrame;
  readonly until: (type: string, params: Fields) => boolean;
}

/** The connection that carries a session. */
export interface SessionLink {
  session: Session | undefined;
  /** Whether a frame would reach the client now. */
  readonly isOpen: boolean;
  readonly isClosed: boolean;
  send(frame: RpcFrame): void;
  close(code: number, reason?: string): void;
}

/** Where a session's events go. */
type Attachment =
  | { readonly kind: 'new' }
  | { readonly kind: 'attached'; readonly link: SessionLink }
  | { readonly kind: 'away'; readonly deadline: Subscription }
  | { readonly kind: 'lost' };

/** Listeners for changes of sessions. */
export interface SessionWatch {
  connected(session: Session, how: 'opened' | 'resumed'): void;
  away(session: Session): void;
  /** The session was away for longer than `sessionTimeout`. */
  abandoned(session: Session): void;
}

/** The most unacknowledged events to keep. */
const UNACKNOWLEDGED = 1000;

/** State that outlives a connection: a client's identity, its contexts, and its unsent events. */
export class Session {
  readonly protocol: string;
  readonly identity: string;
  /** RELAY's `sessionid`. */
  readonly id: string;
  /** The session as observers see it. */
  readonly view: SimulatedSession;
  /** The client's name of itself. */
  agent: string | undefined;
  /** The contexts that the client receives calls from. */
  contexts: ReadonlySet<string> = new Set();
  /** Whether the client acknowledges events (`event_acks`). */
  acknowledges = true;
  /** The tags of the dials in progress. */
  readonly dialling = new Set<string>();
  /** Unsubscribed when the session is lost. */
  readonly life = new Subscription();
  readonly #unacknowledged = new Map<RpcId, RpcRequest>();
  readonly #authorization = new Map<RpcId, string>();
  #attachment: Attachment = { kind: 'new' };
  #queue: RpcRequest[] = [];
  #held: HeldAnswer[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly faults: FaultPlan,
    private readonly watch: SessionWatch,
  ) {
    this.protocol = `signalwire_${settings.signature}_${settings.generateId()}`;
    this.identity = settings.generateId();
    this.id = settings.generateId();
    this.view = viewOf(this);
  }

  get state(): SimulatedSession['state'] {
    const { kind } = this.#attachment;
    if (kind === 'lost') return 'lost';
    return kind === 'attached' ? 'connected' : 'away';
  }

  /** The connection that carries the session now. */
  get link(): SessionLink | undefined {
    return this.#attachment.kind === 'attached' ? this.#attachment.link : undefined;
  }

  get unacknowledged(): readonly UnacknowledgedEvent[] {
    const { protocol } = this;
    return Array.from(this.#unacknowledged, ([id, event]) => ({ id, type: typeOf(event), protocol }));
  }

  /** Whether it is the latest authorization state, or an earlier one that the client may still have. */
  isAuthorizedBy(authorizationState: string): boolean {
    return Array.from(this.#authorization.values()).includes(authorizationState);
  }

  attach(link: SessionLink): void {
    const before = this.#attachment;
    if (before.kind === 'lost') return;
    this.#attachment = { kind: 'attached', link };
    link.session = this;
    // The client has reconnected, so the old connection is dead.
    if (before.kind === 'attached') before.link.close(1000, 'resumed elsewhere');
    if (before.kind === 'away') before.deadline.unsubscribe();
    this.watch.connected(this, before.kind === 'new' ? 'opened' : 'resumed');
    // The connection may close synchronously while its connect is answered.
    if (link.isClosed) {
      this.detach(link);
      return;
    }
    // Unacknowledged events may have been lost with the previous connection, so they are sent again.
    const lost = [...this.#unacknowledged.values()].filter(({ id }) => !this.#authorization.has(id));
    this.#authorize(link);
    for (const event of lost) link.send(event);
    this.flush();
  }

  detach(link: SessionLink): void {
    if (this.link !== link) return;
    const { connectionScheduler, sessionTimeout } = this.settings;
    this.#held = [];
    this.#attachment = {
      kind: 'away',
      deadline: connectionScheduler.schedule(() => this.watch.abandoned(this), sessionTimeout),
    };
    this.watch.away(this);
  }

  /** Ends the session: no event is sent or kept any more. */
  lose(): void {
    if (this.#attachment.kind === 'away') this.#attachment.deadline.unsubscribe();
    this.#attachment = { kind: 'lost' };
    this.#queue = [];
    this.#held = [];
    this.#unacknowledged.clear();
    this.life.unsubscribe();
  }

  emit(type: string, params: Fields): void {
    if (this.#attachment.kind === 'lost') return;
    this.#queue.push(this.#event(type, params));
    this.flush();
    if (this.#queue.length > this.settings.queueLimit) this.#queue.shift();
  }

  /** Sends the queued events while the connection is open. */
  flush(): void {
    for (;;) {
      const { link } = this;
      if (!link?.isOpen) return;
      const event = this.#queue.shift();
      if (event === undefined) return;
      this.#write(link, event);
    }
  }

  /** Delays a response until an event that `until` accepts has been sent. */
  hold(answer: RpcFrame, until: HeldAnswer['until']): void {
    this.#held.push({ answer, until });
  }

  acknowledge(id: RpcId): void {
    this.#unacknowledged.delete(id);
    // The client has this state now, so it cannot resume with an older one.
    if (!this.#authorization.has(id)) return;
    for (const older of this.#authorization.keys()) {
      if (older === id) return;
      this.#authorization.delete(older);
    }
  }

  /** Keeps an event until it is acknowledged. The limit is for a client that never acknowledges. */
  #awaitAcknowledgement(event: RpcRequest): void {
    this.#unacknowledged.set(event.id, event);
    const [oldest] = this.#unacknowledged.keys();
    if (this.#unacknowledged.size > UNACKNOWLEDGED && oldest !== undefined) {
      this.#unacknowledged.delete(oldest);
    }
  }

  #authorize(link: SessionLink): void {
    const authorization_state = this.settings.generateId();
    const event = this.#event('signalwire.authorization.state', { authorization_state });
    this.#authorization.set(event.id, authorization_state);
    this.#write(link, event);
  }

  #event(type: string, params: Fields): RpcRequest {
    const { generateId, scheduler } = this.settings;
    return request(generateId(), 'signalwire.event', {
      event_type: type,
      timestamp: scheduler.now() / 1000,
      params,
    });
  }

  #write(link: SessionLink, event: RpcRequest): void {
    const { event_type, params } = event.params as EventParams;
    if (this.acknowledges) this.#awaitAcknowledgement(event);
    const copies = event_type.startsWith('signalwire.') ? 1 : this.faults.copiesOfEvent();
    for (let copy = 0; copy < copies; copy++) link.send(event);
    const due = this.#held.filter(({ until }) => until(event_type, params));
    this.#held = this.#held.filter((held) => !due.includes(held));
    for (const { answer } of due) link.send(answer);
  }
}

type EventParams = { readonly event_type: string; readonly params: Fields };

const typeOf = ({ params }: RpcRequest): string => (params as EventParams).event_type;

const viewOf = (session: Session): SimulatedSession => ({
  protocol: session.protocol,
  get agent() {
    return session.agent;
  },
  get contexts() {
    return [...session.contexts];
  },
  get state() {
    return session.state;
  },
});
