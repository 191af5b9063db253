import type { RelaySocket } from './socket.js';

const OPEN = 1;
const CLOSED = 3;

/** A WebSocket without a wire: open from the start, and everything arrives where it stands in time. */
export class MemorySocket implements RelaySocket {
  readonly #listeners = new Map<string, Set<(...args: unknown[]) => void>>();
  readonly #receive: (text: string) => void;
  readyState = OPEN;

  /** @param receive gets what the client sends. */
  constructor(receive: (text: string) => void) {
    this.#receive = receive;
  }

  get isOpen(): boolean {
    return this.readyState === OPEN;
  }

  on(event: string, listener: (...args: unknown[]) => void): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
  }

  removeListener(event: string, listener: (...args: unknown[]) => void): void {
    this.#listeners.get(event)?.delete(listener);
  }

  /** From the client. */
  send(text: string): void {
    if (this.isOpen) this.#receive(text);
  }

  close(code = 1005): void {
    this.shut(code);
  }

  terminate(): void {
    this.shut(1006);
  }

  /** To the client. */
  deliver(text: string): void {
    if (this.isOpen) this.#emit('message', text, false);
  }

  /** The other side closes, or is gone. */
  shut(code: number): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#emit('close', code, '');
  }

  #emit(event: string, ...args: unknown[]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(...args);
  }
}
