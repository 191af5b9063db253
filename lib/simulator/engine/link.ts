import { Subscription, queueScheduler } from 'rxjs';
import { jsonOr } from '../../protocol/json-or.js';
import type { Fields, RpcFrame, RpcId } from '../wire/json-rpc.js';
import { request } from '../wire/json-rpc.js';
import type { Journal } from './journal.js';
import type { Peer } from './peer.js';
import type { Session } from './session.js';

/** The state of a connection. Faults change it; `closed` is final. */
type Flow =
  | { readonly kind: 'open' }
  /** Frames of both directions wait for the release. */
  | { readonly kind: 'stalled'; readonly inbox: string[]; readonly outbox: RpcFrame[] }
  /** Frames of both directions are lost. */
  | { readonly kind: 'half-open' }
  | { readonly kind: 'closed' };

/** One connection. It moves frames and applies faults, and does not interpret the frames. */
export class Link {
  /** The session that the connection carries, once it is authenticated. */
  session: Session | undefined;
  /** Unsubscribed when the connection closes. */
  readonly life = new Subscription();
  #flow: Flow = { kind: 'open' };
  readonly #pending = new Map<RpcId, () => void>();

  constructor(
    private readonly peer: Peer,
    private readonly journal: Journal,
    private readonly handle: (link: Link, frame: unknown) => void,
  ) {}

  /** Whether a frame would reach the peer now. */
  get isOpen(): boolean {
    return this.#flow.kind === 'open';
  }

  get isClosed(): boolean {
    return this.#flow.kind === 'closed';
  }

  receive(text: string): void {
    if (this.#flow.kind === 'stalled') this.#flow.inbox.push(text);
    if (this.#flow.kind !== 'open') return;
    // Queued, because a peer may respond from inside `send`, before the current frame is handled.
    queueScheduler.schedule(() => {
      const frame = jsonOr(text, text);
      this.journal.received(frame, this.session?.protocol);
      this.handle(this, frame);
    });
  }

  send(frame: RpcFrame): void {
    if (this.#flow.kind === 'stalled') this.#flow.outbox.push(frame);
    if (this.#flow.kind !== 'open') return;
    this.journal.sent(frame, this.session?.protocol);
    this.peer.send(JSON.stringify(frame));
  }

  /** Sends a text unchanged. */
  sendRaw(text: string): void {
    if (this.#flow.kind !== 'open') return;
    this.journal.sent(jsonOr(text, text), this.session?.protocol);
    this.peer.send(text);
  }

  /** Sends a request of the server; `answered` is called on the response. */
  request(id: RpcId, method: string, params: Fields, answered: () => void = () => undefined): void {
    if (!this.isOpen) return;
    this.#pending.set(id, answered);
    this.send(request(id, method, params));
  }

  /** Handles a response. Returns whether it was to a request of this connection. */
  settle(id: RpcId): boolean {
    const answered = this.#pending.get(id);
    this.#pending.delete(id);
    answered?.();
    return answered !== undefined;
  }

  stall(): void {
    if (this.#flow.kind === 'open') this.#flow = { kind: 'stalled', inbox: [], outbox: [] };
  }

  release(): void {
    if (this.#flow.kind !== 'stalled') return;
    const { inbox, outbox } = this.#flow;
    this.#flow = { kind: 'open' };
    outbox.forEach((frame) => this.send(frame));
    this.session?.flush();
    inbox.forEach((text) => this.receive(text));
  }

  deafen(): void {
    if (this.#flow.kind !== 'closed') this.#flow = { kind: 'half-open' };
  }

  close(code: number, reason?: string): void {
    if (this.#flow.kind === 'closed') return;
    this.closed();
    this.peer.close(code, reason);
  }

  /** Releases everything after the connection is closed. */
  closed(): void {
    if (this.#flow.kind === 'closed') return;
    this.#flow = { kind: 'closed' };
    this.#pending.clear();
    this.session?.detach(this);
    this.life.unsubscribe();
  }
}
