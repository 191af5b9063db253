/**
 * The contexts that every connect asks for: those of the options, and those that RELAY has accepted since. One that
 * was refused, or never sent, is not asked for again.
 */
export class Contexts implements Iterable<string> {
  readonly #current: Set<string>;
  /** Requests that are not accepted yet. */
  readonly #asked = new Set<Set<string>>();

  constructor(initial: Iterable<string>) {
    this.#current = new Set(initial);
  }

  /** Takes down what is asked for; what it gives is called when RELAY has accepted it, or will not. */
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

  /** Removes contexts at once, also from what is asked for at the moment. */
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
