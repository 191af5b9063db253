import { Session, type Profiler } from 'node:inspector';

/** Which parts of lib/ have ever run, by V8's own count. */
export class Coverage {
  readonly #session = new Session();
  readonly #reached = new Set<string>();
  /** What the last look has added. */
  readonly #latest = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How many blocks have run. */
  get size(): number {
    return this.#reached.size;
  }

  /** The files in which blocks have run since the last time that never had before. */
  take(): string[] {
    const files = new Set<string>();
    this.#latest.clear();
    for (const { url, functions } of this.#counts()) {
      const [, file] = /\/(lib\/[^?]+)/.exec(url) ?? [];
      if (file === undefined || url.includes('node_modules')) continue;
      for (const { startOffset, endOffset, count } of functions.flatMap(({ ranges }) => ranges)) {
        const block = `${file}:${startOffset}-${endOffset}`;
        if (count === 0 || this.#reached.has(block)) continue;
        this.#reached.add(block);
        this.#latest.add(block);
        files.add(file);
      }
    }
    return [...files];
  }

  /** Forgets what the last look added, so that the same run reports the same files again. */
  takeBack(): void {
    for (const block of this.#latest) this.#reached.delete(block);
  }

  stop(): void {
    this.#session.disconnect();
  }

  #counts(): Profiler.ScriptCoverage[] {
    let counts: Profiler.ScriptCoverage[] = [];
    // In the same thread it is answered before it returns.
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error !== null) throw error;
      counts = result;
    });
    return counts;
  }
}
