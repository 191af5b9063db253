/**
 * The contexts that every connect names: those of the options, and those that RELAY has accepted since. A context that
 * was refused or never sent is not named.
 */
export class Contexts implements Iterable<string> {
  readonly #current: Set<string>;
  /** The contexts of requests that RELAY has not accepted yet. */
  readonly #asked = new Set<Set<string>>();

  constructor(initial: Iterable<string>) {
    this.#current = new Set(initial);
  }

  /** Notes requested contexts. Call `accepted` when RELAY has accepted them, or the other function when it will not. */
  ask(contexts: Iterable<string>): { readonly accepted: () => void; readonly over: () => void } {
    const asked = new Set(contexts);
    this.#asked.add(asked);
    return {
      accepted: () => {
        for (const context of asked) this.#current.add(context);
      },
      over: () => this.#asked.delete(asked),
    };
  }

  /** Removes contexts at once, also from pending requests. */
  remove(contexts: Iterable<string>): void {
    for (const context of contexts) for (const set of [this.#current, ...this.#asked]) set.delete(context);
  }

  /** Removes all of them. */
  clear(): void {
    for (const set of [this.#current, ...this.#asked]) set.clear();
  }

  get size(): number {
    return this.#current.size;
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#current.values();
  }
}
