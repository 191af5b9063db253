/** So many of the latest events are remembered. */
export const REMEMBERED = 1_000;

/** Events of more characters are not remembered: what is kept is bounded whatever comes. */
export const LONGEST_REMEMBERED = 16_384;

/**
 * Tells an event that comes once more from a new one. What RELAY has seen no acknowledgement of when a connection was lost
 * it may send again over the next one, though it had arrived: the same frame, letter by letter, its id and its time among
 * them. What comes twice over one socket was said twice: TCP repeats nothing.
 */
export class Repeats {
  /** A ring: over whichever socket they came. */
  readonly #latest: string[] = [];
  #next = 0;
  /** Those that came before the socket of the moment, until as many have come over it. */
  #before: ReadonlySet<string> = new Set();
  #since = 0;

  /** What comes from now on comes over another socket. */
  renew(): void {
    this.#before = new Set(this.#latest);
    this.#since = 0;
  }

  /** Whether the text came over a socket before; if not, it is remembered. */
  has(text: string): boolean {
    if (text.length > LONGEST_REMEMBERED) return false;
    if (this.#before.size > 0) {
      if (this.#before.has(text)) return true;
      this.#since += 1;
      if (this.#since === REMEMBERED) this.#before = new Set();
    }
    this.#latest[this.#next] = text;
    this.#next = (this.#next + 1) % REMEMBERED;
    return false;
  }
}
