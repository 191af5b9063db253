// A queue in this process, to try it out and for small campaigns. It is lost when the process ends.
import { paced } from 'relay-rx';
import { defer } from 'rxjs';
import type { Contact, Finished, Result } from './contact.js';
import type { CampaignQueue, Counts, DoNotCall, Job, Progress, Step, Work, WorkOptions } from './queue.js';

interface Entry {
  readonly contact: Contact;
  progress: Progress;
  state: 'waiting' | 'active' | { readonly result: Result };
  /** When the job may start, in ms since 1970. */
  due: number;
}

const resultOf = ({ state }: Entry): Result | undefined =>
  typeof state === 'object' ? state.result : undefined;

export class EmbeddedQueue implements CampaignQueue {
  readonly doNotCall: DoNotCall;
  readonly #entries = new Map<string, Entry>();
  readonly #refused = new Set<string>();
  #isPaused = false;
  /** Wakes the workers that wait for a job. */
  readonly #sleepers = new Set<() => void>();

  constructor() {
    this.doNotCall = {
      has: (phone) => Promise.resolve(this.#refused.has(phone)),
      add: (phone) => Promise.resolve(void this.#refused.add(phone)),
    };
  }

  add(contacts: readonly Contact[]): Promise<number> {
    const fresh = contacts.filter(({ id }) => !this.#entries.has(id));
    for (const contact of fresh)
      this.#entries.set(contact.id, { contact, progress: { calls: 0 }, state: 'waiting', due: 0 });
    this.#wake();
    return Promise.resolve(fresh.length);
  }

  work(handle: (job: Job) => Promise<Step>, { perSecond, concurrent }: WorkOptions): Work {
    let isOpen = true;
    const jobs$ = paced(
      this.#due(() => isOpen),
      (entry) => defer(() => this.#run(entry, handle)),
      { perSecond, concurrent },
    );
    const closed = new Promise<void>((resolve, reject) => {
      jobs$.subscribe({ error: reject, complete: resolve });
    });
    return {
      close: () => {
        isOpen = false;
        this.#wake();
        return closed;
      },
    };
  }

  pause(isPaused: boolean): Promise<void> {
    this.#isPaused = isPaused;
    this.#wake();
    return Promise.resolve();
  }

  counts(): Promise<Counts> {
    const entries = [...this.#entries.values()];
    const now = Date.now();
    return Promise.resolve({
      total: entries.length,
      done: entries.filter((entry) => resultOf(entry) !== undefined).length,
      active: entries.filter(({ state }) => state === 'active').length,
      later: entries.filter(({ state, due }) => state === 'waiting' && due > now).length,
      isPaused: this.#isPaused,
    });
  }

  finished(): Promise<readonly Finished[]> {
    const finished = [...this.#entries.values()].flatMap((entry) => {
      const result = resultOf(entry);
      return result === undefined ? [] : [{ contact: entry.contact, result }];
    });
    return Promise.resolve(finished);
  }

  reopenUnknown(): Promise<number> {
    const unknown = [...this.#entries.values()].filter((entry) => resultOf(entry)?.outcome === 'unknown');
    for (const entry of unknown) Object.assign(entry, { state: 'waiting', progress: { calls: 0 }, due: 0 });
    this.#wake();
    return Promise.resolve(unknown.length);
  }

  forget(): Promise<void> {
    this.#entries.clear();
    this.#refused.clear();
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The next job that is due, the oldest first; waits while there is none. */
  async *#due(isOpen: () => boolean): AsyncGenerator<Entry> {
    while (isOpen()) {
      const next = this.#next();
      const wait = next === undefined || this.#isPaused ? undefined : next.due - Date.now();
      if (next !== undefined && wait !== undefined && wait <= 0) {
        next.state = 'active';
        yield next;
      } else {
        await this.#sleep(wait);
      }
    }
  }

  #next(): Entry | undefined {
    let next: Entry | undefined;
    for (const entry of this.#entries.values())
      if (entry.state === 'waiting' && (next === undefined || entry.due < next.due)) next = entry;
    return next;
  }

  async #run(entry: Entry, handle: (job: Job) => Promise<Step>): Promise<void> {
    const step = await handle({
      contact: entry.contact,
      progress: entry.progress,
      save: (progress) => Promise.resolve(void (entry.progress = progress)),
      isMine: () => Promise.resolve(true),
    });
    if ('result' in step) entry.state = { result: step.result };
    else Object.assign(entry, { state: 'waiting', due: Date.now() + step.again });
    this.#wake();
  }

  #sleep(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => wake(), Math.min(ms, 60_000));
      const wake = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(wake);
        resolve();
      };
      this.#sleepers.add(wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#sleepers]) wake();
  }
}
