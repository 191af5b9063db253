/**
 * How many bytes may wait for the server to read them; a connection with more is replaced. Otherwise the
 * acknowledgements for a server that sends but does not read would pile up without a limit.
 */
export const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;

/** The writes of one turn of the event loop leave together at its end. From this number of bytes, they are a burst. */
const BURST = MAX_BUFFERED_BYTES / 4;

/**
 * Counts the bytes that a server leaves unread. The rest of a burst, for example of 500 requests in one turn, says
 * nothing about the server and does not count.
 */
export class Backlog {
  /** How many bytes waited at the beginning of the turn, and how many were written since. */
  #before = 0;
  #written = 0;
  /** How many of the waiting bytes belong to bursts. */
  #bursts = 0;

  /** Notes the first write of a turn of the event loop. */
  begin(waiting: number): void {
    if (this.#written >= BURST) this.#bursts += this.#written;
    this.#bursts = Math.min(this.#bursts, waiting);
    this.#before = waiting;
    this.#written = 0;
  }

  /** Whether the server leaves too much unread, when this number of bytes waits. */
  isTooMuch(waiting: number): boolean {
    this.#written = Math.max(0, waiting - this.#before);
    const bursts = this.#bursts + (this.#written >= BURST ? this.#written : 0);
    return waiting - bursts > MAX_BUFFERED_BYTES;
  }
}
