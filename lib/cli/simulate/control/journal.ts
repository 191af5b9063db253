import { Subject, type Observable } from 'rxjs';
import { Masker } from '../../../recording/mask.js';
import type { SimulatedFrame } from '../../../simulator/engine/journal.js';
import { jsonObject } from '../../../protocol/json-object.js';

/** A frame that passed, without its credentials. */
export interface JournalEntry {
  /** In ms of the simulator's clock. */
  readonly at: number;
  /** `in` is from a client. */
  readonly direction: 'in' | 'out';
  /** The protocol of the session; null before there is one. */
  readonly session: string | null;
  readonly frame: unknown;
}

/** An entry, its number, and the call that it is about. */
export interface NumberedEntry {
  readonly id: number;
  readonly callId: string | undefined;
  readonly entry: JournalEntry;
}

const KEPT = 10_000;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The latest frames, in order. Each has a number, which goes on counting when they are forgotten. */
export class FrameJournal {
  readonly #masker = new Masker([]);
  readonly #added$ = new Subject<void>();
  /** The calls of requests that have not been answered, by session and id. */
  readonly #asked = new Map<string, string>();
  #entries: NumberedEntry[] = [];
  #next = 1;
  /** Entries before this one were forgotten on request. */
  #cleared = 1;

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
    // RELAY's authorization state is a credential as a whole.
    if (masked === undefined) return;
    const entry: JournalEntry = {
      at: Math.round(at),
      direction: direction === 'received' ? 'in' : 'out',
      session: protocol ?? null,
      frame: masked,
    };
    this.#entries.push({ id: this.#next, callId: this.#callOf(entry), entry });
    this.#next += 1;
    // Many at once: one by one would move all of them each time.
    if (this.#entries.length >= 2 * KEPT) this.#entries = this.#entries.slice(-KEPT);
    this.#added$.next();
  }

  /** What is kept, oldest first: from the entry with this number on. */
  from(id = 0): readonly NumberedEntry[] {
    const first = this.#entries[0]?.id ?? this.#next;
    return this.#entries.slice(Math.max(0, this.#entries.length - KEPT, id - first));
  }

  /** The entry with this number, or the first after it that is kept. */
  at(id: number): NumberedEntry | undefined {
    const first = this.#entries[0]?.id ?? this.#next;
    return this.#entries[Math.max(0, this.#entries.length - KEPT, id - first)];
  }

  /** Whether an entry has gone because there were too many after it. */
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

  #callOf({ session, frame }: JournalEntry): string | undefined {
    const { id, method, params, result } = jsonObject(frame);
    const key = `${session ?? ''} ${JSON.stringify(id)}`;
    if (method === undefined) {
      const asked = this.#asked.get(key);
      this.#asked.delete(key);
      return asked ?? text(jsonObject(result)['call_id']);
    }
    const own = jsonObject(params);
    const callId = text(
      method === 'signalwire.event' ? jsonObject(own['params'])['call_id'] : own['call_id'],
    );
    if (callId === undefined) return undefined;
    this.#asked.set(key, callId);
    // Of a client that answers nothing, the latest are enough.
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > KEPT && oldest !== undefined) this.#asked.delete(oldest);
    return callId;
  }
}
