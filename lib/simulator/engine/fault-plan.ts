import type { FallibleKind } from '../operations/failing.js';
import type { Fields } from '../wire/json-rpc.js';

/** A planned refusal of a request. */
export interface Refusal {
  readonly method: string;
  readonly code: string | number;
  readonly message: string;
}

/** A planned late response: after the next event of this type, or of any type, that the request causes. */
export interface Overtaking {
  readonly method: string | undefined;
  readonly event: string | undefined;
}

/** Faults that each apply a number of times, or always (`Infinity`). If several match, the first applies. */
class Planned<T> {
  readonly #entries: { readonly item: T; left: number }[] = [];

  add(item: T, times: number): void {
    if (times !== Infinity && !(Number.isSafeInteger(times) && times > 0))
      throw new RangeError(`times: ${times} is neither a whole number of 1 or more nor Infinity`);
    this.#entries.push({ item, left: times });
  }

  /** Returns the first that matches, and counts one use of it. */
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

/** The planned faults that have not happened yet. */
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

  /** Cancels all planned faults. */
  clear(): void {
    for (const planned of [this.#refusals, this.#ignored, this.#failures, this.#overtakings]) planned.clear();
    this.#barred.clear();
    this.#copiesLeft = 0;
  }

  /** Refuses every later resume of this protocol. */
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

  /** Matches the event that the response must wait for; undefined if it does not wait. */
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

/** `*` matches any method except `signalwire.*`, which a connection needs. */
const matches = (planned: string, method: string): boolean =>
  planned === method || (planned === '*' && !method.startsWith('signalwire.'));
