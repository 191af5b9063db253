/** Letters that a diagram may be written with; those that mean something in marbles are not among them. */
function* alphabet(): Generator<string> {
  yield* 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  for (let code = 0x3b1; ; code += 1) yield String.fromCodePoint(code);
}

const PLAIN = /^[A-Za-z0-9]$/;

/**
 * Which letter stands for which value: the letters that the test's author chose, and others for what nobody expected.
 */
export class Legend {
  readonly #known: (readonly [letter: string, value: unknown])[];
  readonly #taken: Set<string>;
  readonly #used = new Map<string, unknown>();
  readonly #matches: (actual: unknown, known: unknown) => boolean;

  /**
   * @param known the author's letters and their values.
   * @param matches whether a value is one that a letter is known for.
   */
  constructor(
    known: Iterable<readonly [letter: string, value: unknown]>,
    matches: (actual: unknown, known: unknown) => boolean,
  ) {
    this.#known = [...known];
    this.#taken = new Set(this.#known.map(([letter]) => letter));
    this.#matches = matches;
  }

  /** The letters that were asked for, with their values. */
  get used(): ReadonlyMap<string, unknown> {
    return this.#used;
  }

  /** Takes a letter of the author's, as it stands in the diagram. */
  write(letter: string, value: unknown): string {
    this.#used.set(letter, value);
    return letter;
  }

  /** The letter of a value: one that is known, the value itself where it is a letter, or else a new one. */
  letterOf(value: unknown): string {
    const known = this.#known.find(([, each]) => this.#matches(value, each));
    const letter = known?.[0] ?? this.#own(value) ?? this.fresh();
    if (known === undefined) this.#known.push([letter, value]);
    if (!this.#used.has(letter)) this.#used.set(letter, value);
    return letter;
  }

  /** A letter that stands for nothing yet. */
  readonly fresh = (): string => {
    for (const letter of alphabet()) {
      if (this.#taken.has(letter)) continue;
      this.#taken.add(letter);
      return letter;
    }
    // The alphabet does not end.
    throw new RangeError('There are no letters left');
  };

  #own(value: unknown): string | undefined {
    if (typeof value !== 'string' || !PLAIN.test(value) || this.#taken.has(value)) return undefined;
    this.#taken.add(value);
    return value;
  }
}
