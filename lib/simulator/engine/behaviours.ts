import { Subscription } from 'rxjs';

/** How numbers behave, by who they are. */
export class Behaviours<O extends { readonly to?: string | undefined }> {
  /** The one in force comes last. */
  readonly #all: O[] = [];

  /** Holds until it is unsubscribed, or another is set for the same number. */
  set(options: O): Subscription {
    // A copy, so that one and the same object may be set twice and taken back once.
    const behaviour = { ...options };
    this.#all.push(behaviour);
    return new Subscription(() => {
      const index = this.#all.indexOf(behaviour);
      if (index >= 0) this.#all.splice(index, 1);
    });
  }

  /** Forgets all of them. */
  clear(): void {
    this.#all.length = 0;
  }

  /** That of the number, or of every number that has none of its own. */
  of(to: string): O | undefined {
    return (
      this.#all.findLast((options) => options.to === to) ??
      this.#all.findLast((options) => options.to === undefined)
    );
  }
}
