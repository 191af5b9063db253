import { EventEmitter } from 'node:events';
import type { SchedulerLike } from 'rxjs';
import type { RelayEngine } from 'relay-rx/simulator';
import type { RelaySocket, SocketFactory } from 'relay-rx';

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3];

/**
 * A socket to an engine, in the time of a scheduler: everything takes `latency` ms. What the engine has sent before it
 * closes arrives; what the client sent and was on its way is lost, as it is on a wire that is cut.
 */
class Wire extends EventEmitter implements RelaySocket {
  readyState = CONNECTING;
  readonly #scheduler: SchedulerLike;
  readonly #latency: number;
  #attachment: ReturnType<RelayEngine['attach']> | undefined;

  constructor(engine: RelayEngine, scheduler: SchedulerLike, latency: number) {
    super();
    this.#scheduler = scheduler;
    this.#latency = latency;
    this.#later(() => {
      if (this.readyState !== CONNECTING) return;
      this.readyState = OPEN;
      this.#attachment = engine.attach({
        send: (text) => this.#later(() => this.readyState === OPEN && this.emit('message', text, false)),
        close: (code) => {
          this.#attachment = undefined;
          this.#later(() => this.#close(code));
        },
      });
      this.emit('open');
    });
  }

  send(text: string): void {
    if (this.readyState === OPEN) this.#later(() => this.#attachment?.receive(text));
  }

  close(): void {
    if (this.readyState >= CLOSING) return;
    this.readyState = CLOSING;
    this.#later(() => {
      this.#leave();
      this.#later(() => this.#close(1000));
    });
  }

  terminate(): void {
    this.#later(() => this.#leave());
    this.#close(1006);
  }

  #leave(): void {
    this.#attachment?.closed();
    this.#attachment = undefined;
  }

  #close(code: number): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.emit('close', code);
  }

  #later(deed: () => void): void {
    this.#scheduler.schedule(deed, this.#latency);
  }
}

export const wireTo =
  (engine: RelayEngine, scheduler: SchedulerLike, latency: () => number): SocketFactory =>
  () =>
    new Wire(engine, scheduler, latency());
