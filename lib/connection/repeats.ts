/** So many of the latest events are remembered at least, and up to twice as many. */
export const REMEMBERED = 500;

/** Events of more characters are not remembered: what is kept is bounded whatever comes. */
export const LONGEST_REMEMBERED = 16_384;

/**
 * Tells an event that comes once more from a new one. RELAY may send again what it has seen no acknowledgement of, after a
 * resume above all; the copy is the same frame, letter by letter, its id and its time among them.
 */
export class Repeats {
  /** Two generations, so that nothing has to be looked for when the oldest are to go. */
  #latest = new Set<string>();
  #before: ReadonlySet<string> = new Set();

  /** Whether the same text was given lately; if not, it is remembered. */
  has(text: string): boolean {
    if (text.length > LONGEST_REMEMBERED) return false;
    if (this.#latest.has(text) || this.#before.has(text)) return true;
    if (this.#latest.size >= REMEMBERED) {
      this.#before = this.#latest;
      this.#latest = new Set();
    }
    this.#latest.add(text);
    return false;
  }
}
