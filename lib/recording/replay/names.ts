/** Which of two sets of names are the same: each of one stands for one of the other, from its first appearance on. */
export class Names {
  readonly #now = new Map<string, string>();
  readonly #then = new Map<string, string>();

  /** Whether `now` stands where `then` stood; two that are new to it are, from now on. */
  same(then: string, now: string): boolean {
    if (!this.#now.has(then) && !this.#then.has(now)) {
      this.#now.set(then, now);
      this.#then.set(now, then);
    }
    return this.#now.get(then) === now;
  }

  /** The current value for a recorded name: itself, as long as nothing else does. */
  now(then: string): string {
    return this.#now.get(then) ?? then;
  }
}
