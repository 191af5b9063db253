import type { ServerResponse } from 'node:http';
import { Subscription, filter, take } from 'rxjs';
import type { Feed, FeedCall, FeedClock, FeedMessage, FeedStatus, Incoming } from '../../../phone/feed.js';
import type { Callee } from '../../../simulator/call/callee.js';
import type { CalleeOptions } from '../../../simulator/engine/callees.js';
import type { RelayEngine } from '../../../simulator/engine/engine.js';
import type { SimulatedMessage } from '../../../simulator/engine/messages.js';
import type { CallBook, CallRecord } from './call-book.js';
import { HttpError } from './http.js';
import type { FrameJournal } from './journal.js';
import { PhonePage } from './phone-page.js';

/** Milliseconds that a phone rings before it answers by itself, after the last page is closed. */
const BY_ITSELF = 1000;
/** Calls that a new page shows, and messages to keep for it. */
const SHOWN = 100;

const ANSWERS: Readonly<Record<Incoming, CalleeOptions['answer']>> = {
  ring: 'manual',
  machine: 'machine',
  busy: 'busy',
  decline: 'decline',
  noAnswer: 'noAnswer',
};

export interface PhonesConfig {
  readonly engine: RelayEngine;
  readonly calls: CallBook;
  readonly journal: FrameJournal;
  readonly status: () => Omit<FeedStatus, 'incoming'>;
  readonly clock: () => FeedClock;
  /** Whether a behaviour is set for the number. */
  readonly hasCallee: (to: string) => boolean;
}

/** The open web phones, and the calls that ring on them. */
export class Phones {
  readonly #config: PhonesConfig;
  readonly #pages = new Map<number, PhonePage>();
  readonly #ringing = new Map<string, Callee>();
  readonly #life = new Subscription();
  #messages: FeedMessage[] = [];
  #next = 1;
  #incoming: Incoming = 'ring';
  /** The behaviour of numbers while a page is open: they ring until they are answered there. */
  #behaviour = Subscription.EMPTY;
  #status = '';

  constructor(config: PhonesConfig) {
    this.#config = config;
    const { engine, calls } = config;
    this.#life.add(engine.dialled$.subscribe((callee) => this.#dialled(callee)));
    this.#life.add(calls.changed$.subscribe((callId) => this.#changed(callId)));
    this.#life.add(calls.line$.subscribe(({ callId, line }) => this.#tell('line', { callId, ...line })));
    this.#life.add(engine.messages$.subscribe((message) => this.message(message, 'sent')));
    this.#life.add(engine.sessionEvents$.subscribe(() => this.statusChanged()));
  }

  /** Opens a page, which stays open while it reads this stream. */
  open(response: ServerResponse): void {
    const { journal, calls, clock } = this.#config;
    const id = this.#next;
    this.#next += 1;
    const page = new PhonePage(id, response, journal, () => {
      this.#pages.delete(id);
      if (this.#pages.size === 0) this.#leaveCalls();
    });
    this.#pages.set(id, page);
    if (this.#pages.size === 1) this.#takeCalls();
    page.tell('hello', { page: id, ...clock() });
    const status = this.#statusNow();
    this.#status = JSON.stringify(status);
    page.tell('status', status);
    for (const record of calls.latest(SHOWN)) {
      page.tell('call', this.#shown(record));
      for (const line of calls.dialogue(record.callId).dialogue.lines)
        page.tell('line', { callId: record.callId, ...line });
    }
    for (const message of this.#messages) page.tell('message', message);
  }

  /**
   * Sends a page the frames of this call only.
   *
   * @throws {HttpError} 404 for an unknown page or call
   */
  watch(pageId: number, callId: string): void {
    const page = this.#pages.get(pageId);
    if (page === undefined) throw new HttpError(404, `The page ${pageId} is not open`);
    this.#config.calls.record(callId);
    page.watch(callId);
  }

  /** Sets how calls to numbers without a behaviour are answered while a page is open. */
  setIncoming(incoming: Incoming): void {
    this.#incoming = incoming;
    if (this.#pages.size > 0) this.#takeCalls();
    this.statusChanged();
  }

  answer(callId: string): void {
    this.#ringingCall(callId).answer();
  }

  decline(callId: string): void {
    this.#ringingCall(callId).refuse('decline');
  }

  /** Sends the pages a text message to or from the app. */
  message({ messageId, from, to, body, media }: SimulatedMessage, direction: FeedMessage['direction']): void {
    const message: FeedMessage = { direction, messageId, from, to, body, media };
    this.#messages = [...this.#messages, message].slice(-SHOWN);
    this.#tell('message', message);
  }

  /** Sends the pages the connected clients, if they have changed. */
  statusChanged(): void {
    // Called for every response, so skip the work when no page is open.
    if (this.#pages.size === 0) return;
    const status = this.#statusNow();
    const text = JSON.stringify(status);
    if (text === this.#status) return;
    this.#status = text;
    this.#tell('status', status);
  }

  /** Sends the pages the time after it was moved forward. */
  clockMoved(): void {
    this.#tell('clock', this.#config.clock());
  }

  /** Sends the pages a reset. */
  reset(): void {
    this.#ringing.clear();
    this.#messages = [];
    this.#incoming = 'ring';
    if (this.#pages.size > 0) this.#takeCalls();
    this.#tell('reset', {});
    this.statusChanged();
  }

  close(): void {
    this.#life.unsubscribe();
    this.#behaviour.unsubscribe();
    for (const page of this.#pages.values()) page.close();
  }

  #statusNow(): FeedStatus {
    return { ...this.#config.status(), incoming: this.#incoming };
  }

  #takeCalls(): void {
    this.#behaviour.unsubscribe();
    this.#behaviour = this.#config.engine.callee({ answer: ANSWERS[this.#incoming] });
  }

  /** Makes ringing phones answer by themselves, as they do without a page. */
  #leaveCalls(): void {
    this.#behaviour.unsubscribe();
    for (const callee of this.#ringing.values())
      this.#life.add(setTimeoutSubscription(BY_ITSELF, () => this.#pages.size === 0 && callee.answer()));
  }

  #dialled(callee: Callee): void {
    const { callId } = callee;
    if (this.#pages.size === 0 || this.#incoming !== 'ring' || this.#config.hasCallee(callee.to)) return;
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
    if (this.#pages.size === 0) return;
    const record = this.#config.calls.find(callId);
    if (record !== undefined) this.#tell('call', this.#shown(record));
  }

  #ringingCall(callId: string): Callee {
    const callee = this.#ringing.get(callId);
    if (callee !== undefined) return callee;
    const { state } = this.#config.calls.live(callId);
    throw new HttpError(409, `The call ${callId} does not ring here: it is ${state}`);
  }

  #shown({ callId, direction, context, from, to, state, transferredTo, endReason }: CallRecord): FeedCall {
    return {
      callId,
      direction,
      context,
      from,
      to,
      state,
      rings: this.#ringing.has(callId),
      at: this.#config.calls.dialogue(callId).at,
      ...(transferredTo !== undefined && { transferredTo }),
      ...(endReason !== undefined && { endReason }),
    };
  }

  #tell<K extends keyof Feed>(event: K, data: Feed[K]): void {
    for (const page of this.#pages.values()) page.tell(event, data);
  }
}

function setTimeoutSubscription(ms: number, run: () => void): Subscription {
  const timer = setTimeout(run, ms);
  return new Subscription(() => clearTimeout(timer));
}
