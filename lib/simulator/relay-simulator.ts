import type { Observable } from 'rxjs';

import type { Caller } from './call/caller.js';
import { RelayEngine } from './engine/engine.js';
import type { CallOptions } from './engine/engine.js';
import type { Faults } from './engine/faults.js';
import type { ReceivedRequest, SimulatedFrame } from './engine/journal.js';
import type { UnacknowledgedEvent } from './engine/session.js';
import type { EngineOptions } from './engine/settings.js';
import { listen } from './listener.js';
import type { Listener } from './listener.js';

/** Options of {@link RelaySimulator.listen}. */
export interface SimulatorOptions extends EngineOptions {
  /** The port to listen on; 0 for any that is free. @default 0 */
  readonly port?: number;
  /** The address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Whether clients on other machines are let in. @default false */
  readonly allowRemote?: boolean;
}

/**
 * A RELAY server on a real WebSocket, for tests, demos and development without an account. Any RELAY client can
 * use it.
 *
 * @example
 * const simulator = await RelaySimulator.listen({ project: 'p', token: 't' });
 * const client = new RelayClient({ project: 'p', token: 't', host: simulator.host, scheme: 'ws', contexts: ['default'] });
 * const caller = simulator.call({ context: 'default' });
 * caller.heard$.subscribe(() => caller.press('1'));
 * await simulator.close();
 */
export class RelaySimulator {
  /** `host:port`, as a client's `host`; the scheme is ws. */
  readonly host: string;
  readonly url: string;
  readonly #engine: RelayEngine;
  readonly #listener: Listener;

  private constructor(engine: RelayEngine, listener: Listener) {
    this.#engine = engine;
    this.#listener = listener;
    this.host = listener.host;
    this.url = `ws://${listener.host}`;
  }

  /** Starts a server; rejects when the address is taken. */
  static async listen(options: SimulatorOptions): Promise<RelaySimulator> {
    const { port = 0, host = '127.0.0.1', allowRemote = false } = options;
    const engine = new RelayEngine(options);
    return new RelaySimulator(engine, await listen(engine, { port, host, allowRemote }));
  }

  /** Misbehaviour on request. */
  get faults(): Faults {
    return this.#engine.faults;
  }

  /** Every frame that is received and sent, as it passes, credentials included. */
  get frames$(): Observable<SimulatedFrame> {
    return this.#engine.frames$;
  }

  /** The number of connections that are open. */
  get connections(): number {
    return this.#engine.connections;
  }

  /** The callers whose calls ring or are answered. */
  get calls(): readonly Caller[] {
    return this.#engine.calls;
  }

  /** The protocols of the sessions that are connected or can be resumed. */
  get sessions(): readonly string[] {
    return this.#engine.sessions;
  }

  /** The events that clients have been sent and have not acknowledged. */
  get unacknowledged(): readonly UnacknowledgedEvent[] {
    return this.#engine.unacknowledged;
  }

  /** The latest 10000 requests of the clients, or those of one method among them, in order. */
  received(method?: string): readonly ReceivedRequest[] {
    return this.#engine.received(method);
  }

  /** Somebody calls a context. A call that nobody receives yet waits until somebody does. */
  call(options?: CallOptions): Caller {
    return this.#engine.call(options);
  }

  /** Closes every connection, and the port; ends calls, sessions and timers. */
  async close(): Promise<void> {
    this.#engine.close();
    await this.#listener.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
