import { WebSocket } from 'ws';
import type { SocketFactory } from 'relay-rx';

/** What a client listens to as long as a socket is its own. */
const EVENTS = ['upgrade', 'open', 'message'];

/** Sockets as a client opens them, watched to their end. */
export class Sockets {
  opened = 0;
  readonly #open = new Set<WebSocket>();
  readonly #wrongs: string[] = [];

  get open(): number {
    return this.#open.size;
  }

  /** Who still listened to a socket that was closed. */
  get wrongs(): readonly string[] {
    return this.#wrongs;
  }

  readonly connect: SocketFactory = (url, options) => {
    const socket = new WebSocket(url, options);
    this.opened += 1;
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      // The client hears of the close after this does.
      setImmediate(() => {
        for (const event of EVENTS) {
          const listeners = socket.listenerCount(event);
          if (listeners > 0) this.#wrongs.push(`${listeners} listen to ${event} of a socket that is closed`);
        }
      });
    });
    return socket;
  };
}
