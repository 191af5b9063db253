import { Subject, type Observable } from 'rxjs';
import { Masker } from '../../../recording/mask.js';
import type { SimulatedFrame } from '../../../simulator/engine/journal.js';
import { jsonObject, type JsonObject } from '../../../protocol/json-object.js';

/** A frame without its credentials. */
export interface JournalEntry {
  /** In ms of the simulator's clock. */
  readonly at: number;
  /** `in` is from a client. */
  readonly direction: 'in' | 'out';
  /** The protocol of the session; null before there is one. */
  readonly session: string | null;
  readonly frame: unknown;
}

/** An entry with its number, call and dial. */
export interface NumberedEntry {
  readonly id: number;
  readonly callId: string | undefined;
  /** The tag of a dial, if the frame is about the dial and not about one of its calls. */
  readonly dial: string | undefined;
  /** Its real time, in ms since 1970, as the client saw it. */
  readonly real: number;
  readonly entry: JournalEntry;
}

type About = Pick<NumberedEntry, 'callId' | 'dial'>;

const KEPT = 10_000;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The latest frames, in order. Their numbers continue when old frames are removed. */
export class FrameJournal {
  readonly #masker = new Masker([]);
  readonly #added$ = new Subject<void>();
  readonly #now: () => number;
  /** The calls of requests in flight, by session and request id. */
  readonly #asked = new Map<string, About>();
  /** The dial of each dialled call. */
  readonly #dials = new Map<string, string>();
  #entries: NumberedEntry[] = [];
  #next = 1;
  /** The first entry since the journal was cleared. */
  #cleared = 1;

  /** @param now real time, in ms since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Emits when an entry has been added. */
  get added$(): Observable<void> {
    return this.#added$.asObservable();
  }

  /** The number that the next entry will have. */
  get next(): number {
    return this.#next;
  }

  add({ at, direction, protocol, frame }: SimulatedFrame): void {
    const masked = this.#masker.frame(frame);
    // The complete authorization state is a credential.
    if (masked === undefined) return;
    const entry: JournalEntry = {
      at: Math.round(at),
      direction: direction === 'received' ? 'in' : 'out',
      session: protocol === undefined ? null : this.nameOf(protocol),
      frame: masked,
    };
    const about = this.#aboutOf(entry);
    this.#entries.push({ id: this.#next, ...about, real: this.#now(), entry });
    this.#next += 1;
    // In batches, because removing one copies the whole array.
    if (this.#entries.length >= 2 * KEPT) this.#entries = this.#entries.slice(-KEPT);
    this.#added$.next();
  }

  /** The name of a session in the journal: its protocol without the credential. */
  nameOf(protocol: string): string {
    return this.#masker.text(protocol);
  }

  /** Whether an entry is about a call, or about the dial that it came from. */
  isAbout({ callId, dial }: NumberedEntry, wanted: string): boolean {
    return callId === wanted || (dial !== undefined && this.#dials.get(wanted) === dial);
  }

  /** The kept entries from this number on, oldest first. */
  from(id = 0): readonly NumberedEntry[] {
    const first = this.#entries[0]?.id ?? this.#next;
    return this.#entries.slice(Math.max(0, this.#entries.length - KEPT, id - first));
  }

  /** The entry with this number, or the next one that is kept. */
  at(id: number): NumberedEntry | undefined {
    const first = this.#entries[0]?.id ?? this.#next;
    return this.#entries[Math.max(0, this.#entries.length - KEPT, id - first)];
  }

  /** Whether an entry was removed to make room. */
  isLost(id: number): boolean {
    return id >= this.#cleared && id < (this.at(0)?.id ?? id);
  }

  clear(): void {
    this.#entries = [];
    this.#cleared = this.#next;
  }

  close(): void {
    this.#added$.complete();
  }

  #aboutOf({ session, frame }: JournalEntry): About {
    const { id, method, params, result } = jsonObject(frame);
    const own = jsonObject(params);
    const key = `${session ?? ''} ${JSON.stringify(id)}`;
    if (method === undefined) {
      const asked = this.#asked.get(key);
      this.#asked.delete(key);
      return asked ?? { callId: text(jsonObject(result)['call_id']), dial: undefined };
    }
    const about = method === 'signalwire.event' ? this.#aboutEvent(own) : aboutRequest(method, own);
    if (about.callId === undefined && about.dial === undefined) return about;
    keep(this.#asked, key, about);
    return about;
  }

  #aboutEvent({ event_type, params }: JsonObject): About {
    const { call_id, tag, call, direction } = jsonObject(params);
    if (event_type === 'calling.call.dial') {
      const winner = text(jsonObject(call)['call_id']);
      if (winner !== undefined && typeof tag === 'string') keep(this.#dials, winner, tag);
      return { callId: undefined, dial: text(tag) };
    }
    const callId = text(call_id);
    if (callId !== undefined && typeof tag === 'string' && direction === 'outbound')
      keep(this.#dials, callId, tag);
    return { callId, dial: undefined };
  }
}

const aboutRequest = (method: unknown, { call_id, tag }: JsonObject): About => ({
  callId: text(call_id),
  dial: method === 'calling.dial' ? text(tag) : undefined,
});

/** Sets an entry, and removes the oldest one beyond the limit. */
function keep<A>(kept: Map<string, A>, key: string, value: A): void {
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}
