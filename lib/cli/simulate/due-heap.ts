interface Due {
  readonly due: number;
  readonly closed: boolean;
}

/** Timers, earliest first; timers of the same time are in insertion order. Closed timers are dropped. */
export class DueHeap<A extends Due> {
  readonly #entries: { readonly item: A; readonly due: number; readonly order: number }[] = [];
  #order = 0;

  /** The earliest timer that is not closed. */
  get first(): A | undefined {
    for (;;) {
      const top = this.#entries[0]?.item;
      if (top?.closed !== true) return top;
      this.shift();
    }
  }

  push(item: A): void {
    this.#entries.push({ item, due: item.due, order: (this.#order += 1) });
    this.#rise(this.#entries.length - 1);
  }

  shift(): void {
    const last = this.#entries.pop();
    if (last === undefined || this.#entries.length === 0) return;
    this.#entries[0] = last;
    this.#sink();
  }

  #rise(from: number): void {
    for (let index = from; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(): void {
    for (let index = 0; ;) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2])
        if (child < this.#entries.length && this.#before(child, least)) least = child;
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #before(one: number, other: number): boolean {
    const [a, b] = [this.#entries[one], this.#entries[other]];
    if (a === undefined || b === undefined) return false;
    return a.due < b.due || (a.due === b.due && a.order < b.order);
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#entries[one], this.#entries[other]];
    if (a === undefined || b === undefined) return;
    this.#entries[one] = b;
    this.#entries[other] = a;
  }
}
