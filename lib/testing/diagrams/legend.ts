/** Letters for diagrams, without those that have a meaning in marbles. */
function* alphabet(): Generator<string> {
  yield* 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  for (let code = 0x3b1; ; code += 1) yield String.fromCodePoint(code);
}

const PLAIN = /^[A-Za-z0-9]$/;

/** The letters of values: those that the test's author chose, and new ones for unexpected values. */
export class Legend {
  readonly #known: (readonly [letter: string, value: unknown])[];
  readonly #taken: Set<string>;
  readonly #used = new Map<string, unknown>();
  readonly #matches: (actual: unknown, known: unknown) => boolean;

  /**
   * @param known the author's letters and their values.
   * @param matches whether a value equals the value of a known letter.
   */
  constructor(
    known: Iterable<readonly [letter: string, value: unknown]>,
    matches: (actual: unknown, known: unknown) => boolean,
  ) {
    this.#known = [...known];
    this.#taken = new Set(this.#known.map(([letter]) => letter));
    this.#matches = matches;
  }

  /** The letters in use, with their values. */
  get used(): ReadonlyMap<string, unknown> {
    return this.#used;
  }

  /** Uses a letter of the author's diagram. */
  write(letter: string, value: unknown): string {
    this.#used.set(letter, value);
    return letter;
  }

  /** The letter of a value: a known one, the value itself if it is a letter, or a new one. */
  letterOf(value: unknown): string {
    const known = this.#known.find(([, each]) => this.#matches(value, each));
    const letter = known?.[0] ?? this.#own(value) ?? this.fresh();
    if (known === undefined) this.#known.push([letter, value]);
    if (!this.#used.has(letter)) this.#used.set(letter, value);
    return letter;
  }

  /** An unused letter. */
  readonly fresh = (): string => {
    for (const letter of alphabet()) {
      if (this.#taken.has(letter)) continue;
      this.#taken.add(letter);
      return letter;
    }
    // The alphabet is endless.
    throw new RangeError('There are no letters left');
  };

  #own(value: unknown): string | undefined {
    if (typeof value !== 'string' || !PLAIN.test(value) || this.#taken.has(value)) return undefined;
    this.#taken.add(value);
    return value;
  }
}
