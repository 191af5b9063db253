import { Subscription } from 'rxjs';

/** Behaviours by number or address. */
export class Behaviours<O extends { readonly to?: string | undefined }> {
  /** The latest comes last, and applies. */
  readonly #all: O[] = [];

  /** Sets a behaviour until it is unsubscribed; a later one for the same number replaces it. */
  set(options: O): Subscription {
    // A copy, so that the same object can be set twice and removed once.
    const behaviour = { ...options };
    this.#all.push(behaviour);
    return new Subscription(() => {
      const index = this.#all.indexOf(behaviour);
      if (index >= 0) this.#all.splice(index, 1);
    });
  }

  /** Removes all behaviours. */
  clear(): void {
    this.#all.length = 0;
  }

  /** The behaviour of the number, or else the default one. */
  of(to: string): O | undefined {
    return (
      this.#all.findLast((options) => options.to === to) ??
      this.#all.findLast((options) => options.to === undefined)
    );
  }
}
