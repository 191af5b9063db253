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

/** The misbehaviour that has been asked for and has not happened yet. Each entry is used once. */
export class FaultPlan {
  readonly #refusals: Refusal[] = [];
  readonly #ignored: string[] = [];
  readonly #failures: FallibleKind[] = [];
  readonly #overtakings: Overtaking[] = [];
  readonly #barred = new Set<string>();
  #repeats = 0;

  refuse(refusal: Refusal, times: number): void {
    for (let time = 0; time < times; time++) this.#refusals.push(refusal);
  }

  ignore(method: string, times: number): void {
    for (let time = 0; time < times; time++) this.#ignored.push(method);
  }

  fail(kind: FallibleKind, times: number): void {
    for (let time = 0; time < times; time++) this.#failures.push(kind);
  }

  overtake(overtaking: Overtaking, times: number): void {
    for (let time = 0; time < times; time++) this.#overtakings.push(overtaking);
  }

  repeat(events: number): void {
    this.#repeats += events;
  }

  /** Forgets what has not happened yet. */
  clear(): void {
    this.#refusals.length = 0;
    this.#ignored.length = 0;
    this.#overtakings.length = 0;
    this.#barred.clear();
    this.#repeats = 0;
  }

  /** From now on a resume of this protocol is refused. */
  bar(protocol: string): void {
    this.#barred.add(protocol);
  }

  refusalOf(method: string): Refusal | undefined {
    return take(this.#refusals, (refusal) => matches(refusal.method, method));
  }

  ignores(method: string): boolean {
    return take(this.#ignored, (ignored) => matches(ignored, method)) !== undefined;
  }

  fails(kind: FallibleKind): boolean {
    return take(this.#failures, (planned) => planned === kind) !== undefined;
  }

  /** Which event the answer to this request waits for, if it is to wait. */
  overtakingOf(
    method: string,
    concerns: (params: Fields) => boolean,
  ): ((type: string, params: Fields) => boolean) | undefined {
    if (!/^(calling|messaging)\./.test(method)) return undefined;
    const overtaking = take(
      this.#overtakings,
      (planned) => planned.method === undefined || planned.method === method,
    );
    if (overtaking === undefined) return undefined;
    const { event } = overtaking;
    return (type, params) => (event === undefined || type === event) && concerns(params);
  }

  copiesOfEvent(): number {
    if (this.#repeats === 0) return 1;
    this.#repeats--;
    return 2;
  }

  bars(protocol: string): boolean {
    return this.#barred.has(protocol);
  }
}

/** `*` is any request, but for those that keep the connection. */
const matches = (planned: string, method: string): boolean =>
  planned === method || (planned === '*' && !method.startsWith('signalwire.'));

const take = <T>(list: T[], matches: (item: T) => boolean): T | undefined => {
  const index = list.findIndex(matches);
  return index < 0 ? undefined : list.splice(index, 1)[0];
};
