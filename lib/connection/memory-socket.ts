import type { RelaySocket } from './socket.js';

const OPEN = 1;
const CLOSED = 3;

/** A WebSocket in memory: open from the start; frames arrive synchronously. */
export class MemorySocket implements RelaySocket {
  readonly #listeners = new Map<string, Set<(...args: unknown[]) => void>>();
  readonly #receive: (text: string) => void;
  readyState = OPEN;

  /** @param receive is called with each text that the client sends. */
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

  /** Sends a text from the client. */
  send(text: string): void {
    if (this.isOpen) this.#receive(text);
  }

  close(code = 1005): void {
    this.shut(code);
  }

  terminate(): void {
    this.shut(1006);
  }

  /** Delivers a text to the client. */
  deliver(text: string): void {
    if (this.isOpen) this.#emit('message', text, false);
  }

  /** Closes the socket from the other side. */
  shut(code: number): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#emit('close', code, '');
  }

  #emit(event: string, ...args: unknown[]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(...args);
  }
}
