// What the simulator saw of each contact: nothing here is what a worker says of itself.
import type { Callee, RelaySimulator } from 'relay-rx/simulator';

/** A call to a contact, from their side. */
export class Dialled {
  readonly at = performance.now();
  readonly agent: string | undefined;
  readonly #callee: Callee;
  readonly #heard: string[] = [];

  constructor(callee: Callee) {
    this.#callee = callee;
    this.agent = callee.servedBy?.agent;
    callee.heard$.subscribe((heard) => this.#heard.push('text' in heard ? heard.text : heard.kind));
  }

  get isOver(): boolean {
    return this.#callee.state === 'ended';
  }

  /** Whether it ended because the worker was lost. */
  get isLost(): boolean {
    return this.#callee.lostWith !== undefined;
  }

  hasHeard(text: string): boolean {
    return this.#heard.some((each) => each.includes(text));
  }
}

export class Records {
  readonly calls = new Map<string, Dialled[]>();
  readonly texts = new Map<string, number>();

  constructor(simulator: RelaySimulator) {
    simulator.dialled$.subscribe((callee) => {
      const calls = this.calls.get(callee.to) ?? [];
      calls.push(new Dialled(callee));
      this.calls.set(callee.to, calls);
    });
    simulator.messages$.subscribe(({ to }) => this.texts.set(to, (this.texts.get(to) ?? 0) + 1));
  }

  get all(): readonly Dialled[] {
    return [...this.calls.values()].flat();
  }

  liveOf(agent: string): number {
    return this.all.filter((call) => call.agent === agent && !call.isOver).length;
  }
}

/** The most that happened within a second, wherever that begins. */
export const mostInASecond = (times: readonly number[]): number => {
  const sorted = [...times].sort((one, other) => one - other);
  let from = 0;
  let most = 0;
  sorted.forEach((time, index) => {
    while ((sorted[from] ?? time) <= time - 1000) from += 1;
    most = Math.max(most, index - from + 1);
  });
  return most;
};
