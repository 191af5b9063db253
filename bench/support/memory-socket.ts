import { EventEmitter } from 'node:events';

const OPEN = 1;
const CLOSED = 3;

type Handler = (event: object) => void;

/** A WebSocket without a wire, for both ways of listening to one: ws's `on` and the browser's `addEventListener`. */
export class MemorySocket extends EventEmitter {
  readyState = OPEN;
  readonly #receive: (text: string) => void;
  readonly #handlers = new Map<Handler, (data?: unknown) => void>();

  /** @param receive gets what the client sends. */
  constructor(receive: (text: string) => void) {
    super();
    this.#receive = receive;
    queueMicrotask(() => this.emit('open'));
  }

  addEventListener(type: string, handler: Handler): void {
    const listener = (data?: unknown): void => handler({ type, data });
    this.#handlers.set(handler, listener);
    this.on(type, listener);
  }

  removeEventListener(type: string, handler: Handler): void {
    const listener = this.#handlers.get(handler);
    if (listener !== undefined) this.off(type, listener);
    this.#handlers.delete(handler);
  }

  send(text: string): void {
    if (this.readyState === OPEN) this.#receive(text);
  }

  /** To the client. */
  deliver(text: string): void {
    if (this.readyState === OPEN) this.emit('message', text, false);
  }

  close(code = 1005): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.emit('close', code, '');
  }

  terminate(): void {
    this.close(1006);
  }
}
