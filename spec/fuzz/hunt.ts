import fc from 'fast-check';
import { seeds } from './corpus.js';
import { Coverage } from './coverage.js';
import { carryOut, plans } from './edits.js';
import { execute } from './execute.js';
import { minimise } from './minimise.js';
import type { Entry, Step } from './steps.js';

/** How a hunt is going. */
export interface Progress {
  readonly executions: number;
  readonly blocks: number;
  readonly features: number;
  readonly population: number;
}

/** What a hunt may be interested in. */
export interface Hunter {
  /** Asked between batches: whether there is time for more. */
  goesOn(progress: Progress): boolean;
  /** Told of a sequence that got somewhere new. */
  reached(entry: Entry): void;
}

/** So many sequences are run between two looks at what they reached: a look costs as much as several of them. */
const BATCH = 40;

/** Mutates what has got somewhere new until something is wrong, or the time is up. */
export class Hunt {
  readonly #population: (readonly Step[])[] = [];
  readonly #features = new Set<string>();
  readonly #coverage = new Coverage();
  readonly #hunter: Hunter;
  #executions = 0;

  constructor(hunter: Hunter) {
    this.#hunter = hunter;
  }

  /** The first sequence for which something is wrong, as small as can be. */
  run(seed: number): Entry | undefined {
    try {
      return this.#begin() ?? this.#mutate(seed);
    } finally {
      this.#coverage.stop();
    }
  }

  get #progress(): Progress {
    const { size: blocks } = this.#coverage;
    const { size: features } = this.#features;
    return { executions: this.#executions, blocks, features, population: this.#population.length };
  }

  /** What is known is run first: what it reaches is nothing new. */
  #begin(): Entry | undefined {
    for (const steps of seeds()) {
      this.#population.push(steps);
      const wrong = this.#try(steps).wrong;
      if (wrong !== undefined) return found(steps, wrong);
    }
    this.#coverage.take();
    return undefined;
  }

  #mutate(seed: number): Entry | undefined {
    for (let round = 0; this.#hunter.goesOn(this.#progress); round += 1) {
      const batch = fc
        .sample(plans, { seed: seed + round, numRuns: BATCH })
        .map((plan) => carryOut(plan, this.#population));
      for (const steps of batch) {
        const { wrong, isNew } = this.#try(steps);
        if (wrong !== undefined) return found(steps, wrong);
        if (isNew) this.#population.push(steps);
      }
      if (this.#coverage.take().length > 0) this.#attribute(batch);
    }
    return undefined;
  }

  #try(steps: readonly Step[]): { wrong: string | undefined; isNew: boolean } {
    this.#executions += 1;
    const { wrong, features } = execute(steps);
    const before = this.#features.size;
    for (const feature of features) this.#features.add(feature);
    return { wrong, isNew: this.#features.size > before };
  }

  /** One of these has run what never ran before: each is run again, beside a look of its own. */
  #attribute(batch: readonly (readonly Step[])[]): void {
    this.#coverage.takeBack();
    for (const steps of batch) {
      this.#try(steps);
      const files = this.#coverage.take();
      if (files.length === 0) continue;
      this.#population.push(steps);
      this.#hunter.reached({ what: `reaches more of ${files.join(', ')}`, steps });
    }
  }
}

const gist = (wrong: string): string => wrong.split('\n')[0]!.replace(/\d+/g, '#');

function found(steps: readonly Step[], wrong: string): Entry {
  const smaller = minimise(steps, (each) => {
    const again = execute(each).wrong;
    return again !== undefined && gist(again) === gist(wrong);
  });
  return { what: `found by the fuzzer: ${wrong.split('\n')[0]!}`, steps: smaller };
}
