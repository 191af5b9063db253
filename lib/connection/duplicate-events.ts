/** So many of the latest events are remembered. */
export const REMEMBERED = 1_000;

/** Events of more characters are not remembered: what is kept is bounded whatever comes. */
export const LONGEST_REMEMBERED = 16_384;

/** What tells one event from another, where its frame does not. */
export interface EventFrame {
  readonly id?: string | number;
  readonly params?: unknown;
}

/**
 * Tells an event that comes once more from a new one. What RELAY has seen no acknowledgement of when a connection was lost
 * it may send again over the next one, though it had arrived: under the same frame id or another, with the same content and
 * time. The offer of a call is known by its call id, an inbound message by its message id, whatever else is in them. What
 * comes twice over one socket was said twice: TCP repeats nothing.
 */
export class DuplicateEvents {
  /**
   * A ring of frames as they came, over whichever socket. The text alone: what is kept is copied and promoted by the garbage
   * collector, and with the parsed frame the collector took a tenth more of the time of a call.
   */
  #latest: string[] = [];
  #next = 0;
  /** The keys of those that came before the current socket, until as many have come over it. */
  #before = new Set<string>();
  #since = 0;

  /** What comes from now on comes over another socket. */
  renew(): void {
    this.#before = new Set(this.#latest.map((text) => keyOf(text)));
    this.#since = 0;
  }

  /** Another session begins: what it sends is new, the offer of a call that the last one had included. */
  forget(): void {
    this.#latest = [];
    this.#next = 0;
    this.#before.clear();
  }

  /** A call was handed back: when it is offered again, that is another offer. */
  handedBack(callId: string): void {
    const key = offerKey(callId);
    this.#before.delete(key);
    const written = JSON.stringify(callId);
    this.#latest = this.#latest.filter((text) => !text.includes(written) || keyOf(text) !== key);
    this.#next = this.#latest.length % REMEMBERED;
  }

  /** Whether an event came over a socket before; if not, it is remembered. */
  has(text: string, frame: EventFrame): boolean {
    if (text.length > LONGEST_REMEMBERED) return false;
    if (this.#before.size > 0) {
      if (this.#before.has(keyOf(text, frame))) return true;
      this.#since += 1;
      if (this.#since === REMEMBERED) this.#before.clear();
    }
    this.#latest[this.#next] = text;
    this.#next = (this.#next + 1) % REMEMBERED;
    return false;
  }
}

interface Shape {
  readonly event_type?: unknown;
  readonly params?: { readonly call_id?: unknown; readonly message_id?: unknown } | null;
}

const offerKey = (callId: string): string => `call ${callId}`;

/** Only made when a socket is replaced, so that an event costs nothing more. */
function keyOf(text: string, { id, params }: EventFrame = JSON.parse(text) as EventFrame): string {
  const { event_type: type, params: content } = (params ?? {}) as Shape;
  if (type === 'calling.call.receive' && typeof content?.call_id === 'string')
    return offerKey(content.call_id);
  if (type === 'messaging.receive' && typeof content?.message_id === 'string')
    return `message ${content.message_id}`;
  // The frame without its own id, which stands in it as JSON writes it.
  return id === undefined ? text : text.replace(JSON.stringify(id), '');
}
