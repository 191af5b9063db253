import type { ServerResponse } from 'node:http';
import { Subscription, filter, take } from 'rxjs';
import type { Callee } from '../../../simulator/call/callee.js';
import type { RelayEngine } from '../../../simulator/engine/engine.js';
import type { SimulatedMessage } from '../../../simulator/engine/messages.js';
import type { CallBook, CallRecord } from './call-book.js';
import { keepAlive, openEventStream } from './event-stream.js';
import { HttpError } from './http.js';

/** How long a phone rings before it answers by itself when the last page has gone, in ms. */
const BY_ITSELF = 1000;
/** So much may wait for a page before it is disconnected; it connects again by itself. */
const HIGH_WATER = 8 * 1024 * 1024;

export interface PhoneStatus {
  readonly clients: number;
  readonly contexts: readonly string[];
  /** What points a client here. */
  readonly environment: readonly string[];
}

export interface PhonesConfig {
  readonly engine: RelayEngine;
  readonly calls: CallBook;
  readonly status: () => PhoneStatus;
  /** Whether a number has a callee of its own. */
  readonly hasCallee: (to: string) => boolean;
}

/** The web phones that are open: what they are shown, and the calls that ring on them. */
export class Phones {
  readonly #config: PhonesConfig;
  readonly #pages = new Set<ServerResponse>();
  readonly #ringing = new Map<string, Callee>();
  readonly #life = new Subscription();
  /** While a page is open, numbers wait for somebody to answer there. */
  #manual = Subscription.EMPTY;
  #status = '';

  constructor(config: PhonesConfig) {
    this.#config = config;
    const { engine, calls } = config;
    this.#life.add(engine.dialled$.subscribe((callee) => this.#dialled(callee)));
    this.#life.add(
      calls.changed$.subscribe((callId) => this.#tell('call', this.#shown(calls.record(callId)))),
    );
    this.#life.add(engine.messages$.subscribe((message) => this.message(message, 'sent')));
    this.#life.add(engine.sessionEvents$.subscribe(() => this.statusChanged()));
  }

  /** A page is open as long as it reads this stream. */
  open(response: ServerResponse): void {
    openEventStream(response);
    const alive = keepAlive(response, () => response.writableLength > HIGH_WATER);
    if (this.#pages.size === 0) this.#takeCalls();
    this.#pages.add(response);
    response.on('close', () => {
      alive.unsubscribe();
      this.#pages.delete(response);
      if (this.#pages.size === 0) this.#leaveCalls();
    });
    write(response, 'status', this.#config.status());
    for (const record of this.#config.calls.all) write(response, 'call', this.#shown(record));
  }

  answer(callId: string): void {
    this.#ringingCall(callId).answer();
  }

  decline(callId: string): void {
    this.#ringingCall(callId).refuse('decline');
  }

  /** A text message passed: to the app, or from it. */
  message(message: SimulatedMessage, direction: 'sent' | 'received'): void {
    this.#tell('message', { direction, ...message });
  }

  /** Tells the pages who is connected, where that has changed. */
  statusChanged(): void {
    const status = this.#config.status();
    const text = JSON.stringify(status);
    if (text === this.#status) return;
    this.#status = text;
    this.#tell('status', status);
  }

  /** Everything was forgotten. */
  reset(): void {
    this.#ringing.clear();
    if (this.#pages.size > 0) this.#takeCalls();
    this.#tell('reset', {});
  }

  close(): void {
    this.#life.unsubscribe();
    this.#manual.unsubscribe();
    for (const page of this.#pages) page.destroy();
  }

  #takeCalls(): void {
    this.#manual.unsubscribe();
    this.#manual = this.#config.engine.callee({ answer: 'manual' });
  }

  /** Nobody is left to answer: the phones that ring do so by themselves, as they do without a page. */
  #leaveCalls(): void {
    this.#manual.unsubscribe();
    for (const callee of this.#ringing.values())
      this.#life.add(setTimeoutSubscription(BY_ITSELF, () => this.#pages.size === 0 && callee.answer()));
  }

  #dialled(callee: Callee): void {
    const { callId } = callee;
    if (this.#pages.size === 0 || this.#config.hasCallee(callee.to)) return;
    this.#ringing.set(callId, callee);
    const over$ = callee.state$.pipe(
      filter((state) => state !== 'ringing'),
      take(1),
    );
    this.#life.add(
      over$.subscribe(() => {
        this.#ringing.delete(callId);
        this.#changed(callId);
      }),
    );
    this.#changed(callId);
  }

  #changed(callId: string): void {
    const known = this.#config.calls.all.find((record) => record.callId === callId);
    if (known !== undefined) this.#tell('call', this.#shown(known));
  }

  #ringingCall(callId: string): Callee {
    const callee = this.#ringing.get(callId);
    if (callee !== undefined) return callee;
    const { state } = this.#config.calls.live(callId);
    throw new HttpError(409, `The call ${callId} does not ring here: it is ${state}`);
  }

  #shown(record: CallRecord): CallRecord & { readonly rings: boolean } {
    return { ...record, rings: this.#ringing.has(record.callId) };
  }

  #tell(event: string, data: unknown): void {
    for (const page of this.#pages) write(page, event, data);
  }
}

function setTimeoutSubscription(ms: number, run: () => void): Subscription {
  const timer = setTimeout(run, ms);
  return new Subscription(() => clearTimeout(timer));
}

function write(page: ServerResponse, event: string, data: unknown): void {
  if (page.writableLength > HIGH_WATER) page.destroy();
  else page.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
