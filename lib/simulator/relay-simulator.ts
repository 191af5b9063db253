import type { Observable, Subscription } from 'rxjs';

import type { Caller } from './call/caller.js';
import type { Callee } from './call/callee.js';
import type { CalleeOptions } from './engine/callees.js';
import type { SimulatedConference } from './engine/conferences.js';
import type { ConnectorOptions } from './engine/connectors.js';
import type { DigitTrigger } from './engine/digit-bindings.js';
import { RelayEngine } from './engine/engine.js';
import type { MessageOptions, RecipientOptions, SimulatedMessage } from './engine/messages.js';
import type { CallOptions } from './engine/switchboard.js';
import type { Faults } from './engine/faults.js';
import type { ReceivedRequest, SimulatedFrame } from './engine/journal.js';
import type { SimulatedQueue } from './engine/queues.js';
import type { SimulatedRoom } from './engine/rooms.js';
import type { UnacknowledgedEvent } from './engine/session.js';
import type { SessionEvent } from './engine/session-event.js';
import type { SimulatedSession } from './engine/simulated-session.js';
import type { EngineOptions } from './engine/settings.js';
import { listen } from './listener.js';
import type { Listener } from './listener.js';

/** Options of {@link RelaySimulator.listen}. */
export interface SimulatorOptions extends EngineOptions {
  /** The port to listen on; 0 for a free one. @default 0 */
  readonly port?: number | undefined;
  /** The address to listen on. @default '127.0.0.1' */
  readonly host?: string | undefined;
  /** Whether clients on other machines may connect. @default false */
  readonly allowRemote?: boolean | undefined;
  /** Closes the simulator when it is aborted, as `close()` does. @default none */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A RELAY server on a real WebSocket, for tests, demos and development without an account. Any RELAY client can
 * use it.
 *
 * @example
 * import { RelayClient, eachCall, tts } from 'relay-rx';
 * import { RelaySimulator } from 'relay-rx/simulator';
 * import { concat, lastValueFrom, map } from 'rxjs';
 *
 * const relay = await RelaySimulator.listen({ project: 'p', token: 't', wordsPerMinute: 6000 });
 * const app = new RelayClient({
 *   project: 'p', token: 't', host: relay.host, scheme: 'ws', contexts: ['default'],
 * });
 * const prompt = { media: [tts('Press 1')], collect: { digits: { max: 1 } } };
 * app.calls$
 *   .pipe(eachCall((call) => concat(call.answer(), call.playAndCollect(prompt), call.hangup())))
 *   .subscribe();
 *
 * const somebody = relay.call({ script: [{ hear: 'Press 1' }, { press: '1' }] });
 * const end$ = somebody.state$.pipe(map(() => somebody.endReason));
 * console.log(await lastValueFrom(end$)); // hangup
 * app.close();
 * await relay.close();
 */
export class RelaySimulator {
  /** `host:port`, for a client's option `host`; the scheme is ws. */
  readonly host: string;
  readonly url: string;
  readonly #engine: RelayEngine;
  readonly #listener: Listener;
  #forgetSignal = (): void => undefined;

  private constructor(engine: RelayEngine, listener: Listener) {
    this.#engine = engine;
    this.#listener = listener;
    this.host = listener.host;
    this.url = `ws://${listener.host}`;
  }

  /** Starts a server; rejects when the address is taken, and with the reason of `signal` when that is aborted before. */
  static async listen(options: SimulatorOptions): Promise<RelaySimulator> {
    const { port = 0, host = '127.0.0.1', allowRemote = false, signal } = options;
    signal?.throwIfAborted();
    const engine = new RelayEngine(options);
    const simulator = new RelaySimulator(engine, await listen(engine, { port, host, allowRemote }));
    if (signal !== undefined) await simulator.#closeOn(signal);
    return simulator;
  }

  /** Faults on request. */
  get faults(): Faults {
    return this.#engine.faults;
  }

  /** Every received and sent frame, credentials included. */
  get frames$(): Observable<SimulatedFrame> {
    return this.#engine.frames$;
  }

  /** The number of open connections. */
  get connections(): number {
    return this.#engine.connections;
  }

  /** The parties of ringing and answered calls: callers and callees. */
  get calls(): readonly Caller[] {
    return this.#engine.calls;
  }

  /** The sessions that are connected or can be resumed, the oldest first. */
  get sessions(): readonly SimulatedSession[] {
    return this.#engine.sessions;
  }

  /**
   * Changes of sessions from now on: `opened`, `away` when the connection is gone, `resumed`, and `lost` with the
   * reason and the callers whose calls ended. Completes when the simulator is closed.
   *
   * @example import type { SessionEvent } from 'relay-rx/simulator';
   *
   * const log = (event: SessionEvent) => {
   *   const calls = event.kind === 'lost' ? `, and ${event.ended.length} calls with it (${event.reason})` : '';
   *   console.log(`${event.session.agent ?? 'somebody'}: ${event.kind}${calls}`); };
   *   simulator.sessionEvents$.subscribe(log); simulator.faults.restart();
   */
  get sessionEvents$(): Observable<SessionEvent> {
    return this.#engine.sessionEvents$;
  }

  /** The events that clients have not acknowledged yet. */
  get unacknowledged(): readonly UnacknowledgedEvent[] {
    return this.#engine.unacknowledged;
  }

  /** The latest 10000 requests of the clients in order, or those of one method. */
  received(method?: string): readonly ReceivedRequest[] {
    return this.#engine.received(method);
  }

  /** Makes a call to a context. It waits until a client receives the context. */
  call(options?: CallOptions): Caller {
    return this.#engine.call(options);
  }

  /**
   * Sets how a number behaves when the app calls it, until unsubscribed. The latest behaviour of a number applies. A
   * number without one answers after 1000 ms and says nothing.
   *
   * @example simulator.callee({ to: '+15550102', answer: 'busy' }); simulator.callee({ to: '+15550103', answer:
   * 'machine', greeting: 'This is Ann. Leave a message.' }); simulator.callee({ to: '+15550104', after: 5000, script:
   * [{ hear: 'Press 1' }, { press: '1' }] });
   */
  callee(options: CalleeOptions): Subscription {
    return this.#engine.callee(options);
  }

  /**
   * The callees, each before the phone rings. A test may act for them.
   *
   * @example simulator.callee({ answer: 'manual' }); simulator.dialled$.subscribe((callee) =>
   * (callee.to.startsWith('+1555') ? callee.answer() : callee.refuse('busy')));
   */
  get dialled$(): Observable<Callee> {
    return this.#engine.dialled$;
  }

  /** The conferences with calls. */
  get conferences(): readonly SimulatedConference[] {
    return this.#engine.conferences;
  }

  /** The rooms with calls. */
  get rooms(): readonly SimulatedRoom[] {
    return this.#engine.rooms;
  }

  /** The queues with calls. `calling.connect` to a device of the type queue takes the next one. */
  get queues(): readonly SimulatedQueue[] {
    return this.#engine.queues;
  }

  /** The latest 1000 triggers of bound keys (`calling.bind_digit`), in order. */
  get triggers(): readonly DigitTrigger[] {
    return this.#engine.triggers;
  }

  /**
   * Sends a text message to a context. It waits until a client receives the context.
   *
   * @example simulator.message({ from: '+15550102', body: 'Where is my parcel?' });
   */
  message(options?: MessageOptions): SimulatedMessage {
    return this.#engine.message(options);
  }

  /**
   * Sets how the app's messages to a number are delivered, until unsubscribed. Messages to other numbers are delivered
   * after 1000 ms.
   *
   * @example simulator.recipient({ to: '+15550102', delivery: 'undelivered', reason: 'out of reach' });
   */
  recipient(options: RecipientOptions): Subscription {
    return this.#engine.recipient(options);
  }

  /**
   * Sets how a payment connector (`calling.pay`) answers, until unsubscribed. Other connectors accept every card after
   * 1000 ms. No request is sent to them.
   *
   * @example simulator.paymentConnector({ url: 'https://pay.example.com', answer: 'decline', errorCode:
   * 'insufficient_funds' });
   */
  paymentConnector(options: ConnectorOptions): Subscription {
    return this.#engine.paymentConnector(options);
  }

  /** The messages that the app sends, each when it is accepted. */
  get messages$(): Observable<SimulatedMessage> {
    return this.#engine.messages$;
  }

  /** Closes every connection and the port, and ends calls, sessions and timers. */
  async close(): Promise<void> {
    this.#forgetSignal();
    this.#engine.close();
    await this.#listener.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #closeOn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) await this.close();
    signal.throwIfAborted();
    const close = (): void => void this.close();
    signal.addEventListener('abort', close, { once: true });
    this.#forgetSignal = () => signal.removeEventListener('abort', close);
  }
}
