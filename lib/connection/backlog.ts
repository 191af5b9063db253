/**
 * So many bytes may wait for the server to take them. A server that keeps sending and takes nothing would otherwise have
 * its acknowledgements pile up for ever: a connection with more is replaced.
 */
export const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;

/** Writes of one turn of the event loop are held back until its end: from so many bytes on it is a burst. */
const BURST = MAX_BUFFERED_BYTES / 4;

/**
 * How many bytes a server leaves unread. A burst, 500 requests in one turn for example, says nothing about the server:
 * what is left of it does not count.
 */
export class Backlog {
  /** How many bytes waited as the turn began, and how many were written since. */
  #before = 0;
  #written = 0;
  /** How many of those that wait are left of bursts. */
  #bursts = 0;

  /** A turn of the event loop begins to write. */
  begin(waiting: number): void {
    if (this.#written >= BURST) this.#bursts += this.#written;
    this.#bursts = Math.min(this.#bursts, waiting);
    this.#before = waiting;
    this.#written = 0;
  }

  /** Whether the server leaves too much unread, with so many bytes waiting now. */
  isTooMuch(waiting: number): boolean {
    this.#written = Math.max(0, waiting - this.#before);
    const bursts = this.#bursts + (this.#written >= BURST ? this.#written : 0);
    return waiting - bursts > MAX_BUFFERED_BYTES;
  }
}
