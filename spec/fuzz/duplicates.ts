import { LONGEST_REMEMBERED, REMEMBERED } from '../../lib/connection/duplicate-events.js';

type Line = readonly [what: string, details?: { readonly session?: string; readonly callId?: string }];

interface EventFrame {
  readonly id?: unknown;
  readonly params?: {
    readonly event_type?: unknown;
    readonly params?: { readonly call_id?: unknown; readonly message_id?: unknown };
  };
}

/**
 * Which events the client must take for duplicates: those that have come over an earlier socket, among the latest 1,000
 * before the current one, until as many have come over that. The offer of a call is known by its call id, an inbound
 * message by its message id, any other event by its frame without the id of the frame.
 */
export class Duplicates {
  /** What the logger was given: the client says there that a session is lost, and that it hands a call back. */
  readonly #lines: readonly unknown[];
  #read = 0;
  #socket: unknown;
  #latest: string[] = [];
  #before = new Set<string>();
  #since = 0;

  constructor(lines: readonly unknown[]) {
    this.#lines = lines;
  }

  /** An event comes over a socket: whether it is a duplicate. */
  isDuplicate(text: string, socket: object): boolean {
    this.#forget();
    if (socket !== this.#socket) {
      this.#socket = socket;
      this.#before = new Set(this.#latest);
      this.#since = 0;
    }
    if (text.length > LONGEST_REMEMBERED) return false;
    const key = keyOf(text);
    if (this.#before.has(key)) return true;
    this.#since += 1;
    if (this.#since === REMEMBERED) this.#before.clear();
    this.#latest = [...this.#latest, key].slice(-REMEMBERED);
    return false;
  }

  /** What a new session sends is new, and so is the offer of a call that was handed back. */
  #forget(): void {
    const lines = this.#lines.slice(this.#read) as Line[];
    this.#read = this.#lines.length;
    for (const [what, details] of lines) {
      if (what === 'The connection is ready' && details?.session === 'lost') {
        this.#latest = [];
        this.#before.clear();
      } else if (what === 'A call is passed on' && details?.callId !== undefined) {
        const offer = offerOf(details.callId);
        this.#before.delete(offer);
        this.#latest = this.#latest.map((key) => (key === offer ? '' : key));
      }
    }
  }
}

const offerOf = (callId: string): string => `offer of ${callId}`;

function keyOf(text: string): string {
  const { id, params } = JSON.parse(text) as EventFrame;
  const content = params?.params;
  switch (params?.event_type) {
    case 'calling.call.receive':
      if (typeof content?.call_id === 'string') return offerOf(content.call_id);
      break;
    case 'messaging.receive':
      if (typeof content?.message_id === 'string') return `message ${content.message_id}`;
  }
  return `frame ${text.replace(JSON.stringify(id), () => '')}`;
}
