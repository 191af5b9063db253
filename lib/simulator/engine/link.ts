import { Subscription, queueScheduler } from 'rxjs';
import { jsonOr } from '../../protocol/json-or.js';
import type { Fields, RpcFrame, RpcId } from '../wire/json-rpc.js';
import { request } from '../wire/json-rpc.js';
import type { Journal } from './journal.js';
import type { Peer } from './peer.js';
import type { Session } from './session.js';

/** How a connection behaves. A fault changes it; `closed` is the end. */
type Flow =
  | { readonly kind: 'open' }
  /** Frames of both directions wait for the release. */
  | { readonly kind: 'stalled'; readonly inbox: string[]; readonly outbox: RpcFrame[] }
  /** Frames of both directions vanish. */
  | { readonly kind: 'half-open' }
  | { readonly kind: 'closed' };

/** One connection. It knows frames and faults, and nothing of what they mean. */
export class Link {
  /** The session that the connection carries, once it is authenticated. */
  session: Session | undefined;
  /** Everything that lasts as long as the connection. */
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
    // Queued, so that a peer that answers from inside `send` finds the work in hand done first.
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

  /** Sends any text as it is. */
  sendRaw(text: string): void {
    if (this.#flow.kind !== 'open') return;
    this.journal.sent(jsonOr(text, text), this.session?.protocol);
    this.peer.send(text);
  }

  /** A request of the server; `answered` is called when its answer comes. */
  request(id: RpcId, method: string, params: Fields, answered: () => void = () => undefined): void {
    if (!this.isOpen) return;
    this.#pending.set(id, answered);
    this.send(request(id, method, params));
  }

  /** Whether the answer was to a request of this connection. */
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

  /** The connection is no more. */
  closed(): void {
    if (this.#flow.kind === 'closed') return;
    this.#flow = { kind: 'closed' };
    this.#pending.clear();
    this.session?.detach(this);
    this.life.unsubscribe();
  }
}
