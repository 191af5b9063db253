import { idText } from '../protocol/json-rpc.js';

/** How many of the latest events are remembered. */
export const REMEMBERED = 1_000;

/** The length in characters above which an event is not remembered, so that the time for hashing is bounded. */
export const LONGEST_REMEMBERED = 16_384;

/** The key that identifies an event whose frames may differ. */
export interface EventFrame {
  readonly id?: string | number;
  readonly params?: unknown;
}

/**
 * Recognises duplicate events. When a connection is lost, RELAY may send events that it has no acknowledgement for
 * again over the next one, with the same content and time but perhaps another frame id. The offer of a call is
 * identified by its call id, an inbound message by its message id. Two equal events over one socket are no duplicates:
 * TCP repeats nothing.
 */
export class DuplicateEvents {
  /**
   * A ring of the hashes of the latest events, of all sockets. The garbage collector does not scan hashes: a call in
   * memory took 115 µs with them, and 123 µs with the texts.
   */
  readonly #latest = new Float64Array(REMEMBERED);
  #next = 0;
  /** The hashes of events from before the current socket, until as many have come over it. */
  #before = new Set<number>();
  #since = 0;

  /** Called when frames begin to come over another socket. */
  renew(): void {
    this.#before = new Set(this.#latest);
    this.#before.delete(NOTHING);
    this.#since = 0;
  }

  /**
   * Forgets all events for a new session: all its events are new, even the offer of a call that the last session had.
   */
  forget(): void {
    this.#latest.fill(NOTHING);
    this.#before.clear();
  }

  /** Forgets the offer of a call that was passed back: RELAY may offer it again. */
  handedBack(callId: string): void {
    const offer = hashOf(offerKey(callId));
    this.#before.delete(offer);
    // More than once where RELAY has offered it more than once.
    let at = this.#latest.indexOf(offer);
    for (; at >= 0; at = this.#latest.indexOf(offer, at)) this.#latest[at] = NOTHING;
  }

  /** Whether an event came over an earlier socket. If not, it is remembered. */
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
  // The frame without its own id.
  const written = id === undefined ? '' : idText(id);
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
