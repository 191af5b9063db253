/** So many of the latest events are remembered. */
export const REMEMBERED = 1_000;

/** Events of more characters are not remembered: what is kept is bounded whatever comes. */
export const LONGEST_REMEMBERED = 16_384;

/** Key that distinguishes events where their frames do not. */
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
   * A ring of what is remembered of the latest events, over whichever socket they came. Hashes, which the garbage collector
   * does not look at: a call in memory took 115 µs with them, and 123 with the texts.
   */
  readonly #latest = new Float64Array(REMEMBERED);
  #next = 0;
  /** Those that came before the current socket, until as many have come over it. */
  #before = new Set<number>();
  #since = 0;

  /** Frames come over another socket from now on. */
  renew(): void {
    this.#before = new Set(this.#latest);
    this.#before.delete(NOTHING);
    this.#since = 0;
  }

  /** Another session begins: what it sends is new, the offer of a call that the last one had included. */
  forget(): void {
    this.#latest.fill(NOTHING);
    this.#before.clear();
  }

  /** A call was handed back: when it is offered again, that is another offer. */
  handedBack(callId: string): void {
    const offer = hashOf(offerKey(callId));
    this.#before.delete(offer);
    // More than once where RELAY has offered it more than once.
    let at = this.#latest.indexOf(offer);
    for (; at >= 0; at = this.#latest.indexOf(offer, at)) this.#latest[at] = NOTHING;
  }

  /** Whether an event came over a socket before; if not, it is remembered. */
  has(text: string, frame: EventFrame): boolean {
    if (text.length > LONGEST_REMEMBERED) return false;
    const event = identify(text, frame);
    if (this.#before.size > 0) {
      if (this.#before.has(event)) return true;
      this.#since += 1;
      if (this.#since === REMEMBERED) this.#before.clear();
    }
    this.#latest[this.#next] = event;
    this.#next = (this.#next + 1) % REMEMBERED;
    return false;
  }
}

/** No event has this hash. */
const NOTHING = 0;

interface Shape {
  readonly event_type?: unknown;
  readonly params?: { readonly call_id?: unknown; readonly message_id?: unknown } | null;
}

const offerKey = (callId: string): string => `call ${callId}`;

function identify(text: string, { id, params }: EventFrame): number {
  const { event_type: type, params: content } = (params ?? {}) as Shape;
  if (type === 'calling.call.receive' && typeof content?.call_id === 'string')
    return hashOf(offerKey(content.call_id));
  if (type === 'messaging.receive' && typeof content?.message_id === 'string')
    return hashOf(`message ${content.message_id}`);
  // The frame without its own id, which stands in it as JSON writes it.
  const written = id === undefined ? '' : JSON.stringify(id);
  const at = text.indexOf(written);
  return at < 0 ? hashOf(text) : hashOf(text, at, at + written.length);
}

/** 53 bits of a text without what stands from one position to another: of a thousand, two are alike once in 10^10. */
function hashOf(text: string, from = text.length, to = text.length): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    if (at === from) at = to;
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 15), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 15), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high >>> 11) * 2 ** 32 + (low >>> 0) || 1;
}
