/** A one-to-one mapping between two sets of ids, made by their first appearance. */
export class Names {
  readonly #now = new Map<string, string>();
  readonly #then = new Map<string, string>();

  /** Whether `now` corresponds to `then`. Two new ids correspond from now on. */
  same(then: string, now: string): boolean {
    if (!this.#now.has(then) && !this.#then.has(now)) {
      this.#now.set(then, now);
      this.#then.set(now, then);
    }
    return this.#now.get(then) === now;
  }

  /** The current id for a recorded one: itself if it has none. */
  now(then: string): string {
    return this.#now.get(then) ?? then;
  }
}
