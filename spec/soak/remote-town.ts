import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Answer, Question } from './server.js';
import type { Remaining, TownPlan, TownReport } from './town.js';

/** The town behind a simulator in a process of its own. */
export class RemoteTown {
  readonly host: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, host: string) {
    this.#child = child;
    this.host = host;
  }

  /** @param pace how many times as long everybody takes. */
  static async open(pace: number): Promise<RemoteTown> {
    // With the flags of this process: TypeScript's loader is among them.
    const child = fork(new URL('./server.ts', import.meta.url), [String(pace)]);
    const { host } = await answer(child, 'listening');
    return new RemoteTown(child, host);
  }

  async rush(plan: TownPlan): Promise<TownReport> {
    return (await this.#ask({ kind: 'rush', plan }, 'rushed')).report;
  }

  async remaining(): Promise<readonly Remaining[]> {
    return (await this.#ask({ kind: 'remaining' }, 'remaining')).remaining;
  }

  async close(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }

  #ask<Kind extends Answer['kind']>(
    question: Question,
    kind: Kind,
  ): Promise<Extract<Answer, { kind: Kind }>> {
    const answered = answer(this.#child, kind);
    this.#child.send(question);
    return answered;
  }
}

/** One question at a time is asked, so that what comes next is its answer. */
async function answer<Kind extends Answer['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<Answer, { kind: Kind }>> {
  const stop = new AbortController();
  try {
    const gone = once(child, 'exit', stop).then(() => Promise.reject(new Error('The simulator has gone')));
    const [found] = (await Promise.race([once(child, 'message', stop), gone])) as [Answer];
    if (found.kind !== kind) throw new Error(`The simulator answers ${found.kind} in place of ${kind}`);
    return found as Extract<Answer, { kind: Kind }>;
  } finally {
    stop.abort();
  }
}
