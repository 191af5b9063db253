import type { FallibleKind } from '../operations/failing.js';
import type { Fields } from '../wire/json-rpc.js';

/** A request that is going to be refused. */
export interface Refusal {
  readonly method: string;
  readonly code: string | number;
  readonly message: string;
}

/** An answer that is going to be late: after an event of this type, or of any type, that comes of it. */
export interface Overtaking {
  readonly method: string | undefined;
  readonly event: string | undefined;
}

/** Behaviour that applies a number of times, or always (`Infinity`). Of several that match, the first applies. */
class Planned<T> {
  readonly #entries: { readonly item: T; left: number }[] = [];

  add(item: T, times: number): void {
    if (times !== Infinity && !(Number.isSafeInteger(times) && times > 0))
      throw new RangeError(`times: ${times} is neither a whole number of 1 or more nor Infinity`);
    this.#entries.push({ item, left: times });
  }

  /** Uses up one time of the first that matches. */
  take(matches: (item: T) => boolean): T | undefined {
    const index = this.#entries.findIndex(({ item }) => matches(item));
    const entry = this.#entries[index];
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left === 0) this.#entries.splice(index, 1);
    return entry.item;
  }

  clear(): void {
    this.#entries.length = 0;
  }
}

/** The misbehaviour that has been asked for and has not happened yet. */
export class FaultPlan {
  readonly #refusals = new Planned<Refusal>();
  readonly #ignored = new Planned<string>();
  readonly #failures = new Planned<FallibleKind>();
  readonly #overtakings = new Planned<Overtaking>();
  readonly #barred = new Set<string>();
  #copiesLeft = 0;

  refuse(refusal: Refusal, times: number): void {
    this.#refusals.add(refusal, times);
  }

  ignore(method: string, times: number): void {
    this.#ignored.add(method, times);
  }

  fail(kind: FallibleKind, times: number): void {
    this.#failures.add(kind, times);
  }

  overtake(overtaking: Overtaking, times: number): void {
    this.#overtakings.add(overtaking, times);
  }

  repeat(events: number): void {
    this.#copiesLeft += events;
  }

  /** Forgets what has not happened yet. */
  clear(): void {
    for (const planned of [this.#refusals, this.#ignored, this.#failures, this.#overtakings]) planned.clear();
    this.#barred.clear();
    this.#copiesLeft = 0;
  }

  /** From now on a resume of this protocol is refused. */
  bar(protocol: string): void {
    this.#barred.add(protocol);
  }

  refusalOf(method: string): Refusal | undefined {
    return this.#refusals.take((refusal) => matches(refusal.method, method));
  }

  ignores(method: string): boolean {
    return this.#ignored.take((ignored) => matches(ignored, method)) !== undefined;
  }

  fails(kind: FallibleKind): boolean {
    return this.#failures.take((planned) => planned === kind) !== undefined;
  }

  /** Which event the answer to this request waits for, if it is to wait. */
  overtakingOf(
    method: string,
    concerns: (params: Fields) => boolean,
  ): ((type: string, params: Fields) => boolean) | undefined {
    if (!/^(calling|messaging)\./.test(method)) return undefined;
    const overtaking = this.#overtakings.take(
      (planned) => planned.method === undefined || planned.method === method,
    );
    if (overtaking === undefined) return undefined;
    const { event } = overtaking;
    return (type, params) => (event === undefined || type === event) && concerns(params);
  }

  copiesOfEvent(): number {
    if (this.#copiesLeft === 0) return 1;
    this.#copiesLeft--;
    return 2;
  }

  bars(protocol: string): boolean {
    return this.#barred.has(protocol);
  }
}

/** `*` is any request, but for those that keep the connection. */
const matches = (planned: string, method: string): boolean =>
  planned === method || (planned === '*' && !method.startsWith('signalwire.'));
