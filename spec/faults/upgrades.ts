import type { IncomingMessage } from 'node:http';

type Reply = (
  isAccepted: boolean,
  status?: number,
  message?: string,
  headers?: Record<string, string>,
) => void;

/** How a server takes those who would open a WebSocket: it lets them in, refuses them, or says nothing. */
export class Upgrades {
  #refusals = 0;
  #isSilent = false;
  readonly #unanswered = new Map<IncomingMessage, Reply>();

  /** Refuses the next so many with 503. */
  refuse(times: number): void {
    this.#refusals = times;
  }

  /** Says nothing to those who come, until `admit`. */
  ignore(): void {
    this.#isSilent = true;
  }

  /** Says nothing to those who wait, and lets in who comes. */
  admitLater(): void {
    this.#isSilent = false;
  }

  /** Lets in who comes, and who has waited. */
  admit(): void {
    this.#isSilent = false;
    const waiting = [...this.#unanswered.values()];
    this.#unanswered.clear();
    for (const reply of waiting) reply(true);
  }

  /** Hangs up on those who wait. */
  close(): void {
    for (const { socket } of this.#unanswered.keys()) socket.destroy();
  }

  readonly verify = ({ req }: { readonly req: IncomingMessage }, reply: Reply): void => {
    if (this.#isSilent) {
      this.#unanswered.set(req, reply);
      req.socket.once('close', () => this.#unanswered.delete(req));
    } else if (this.#refusals > 0) {
      this.#refusals -= 1;
      reply(false, 503, 'Service Unavailable', { 'Retry-After': '1' });
    } else {
      reply(true);
    }
  };
}
