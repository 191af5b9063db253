import { Subscription, asyncScheduler, filter, map, merge, startWith, take, type Observable } from 'rxjs';
import type { Caller } from '../../simulator/call/caller.js';
import type { CalleeOptions } from '../../simulator/engine/callees.js';
import { RelayEngine } from '../../simulator/engine/engine.js';
import type { MessageOptions, RecipientOptions, SimulatedMessage } from '../../simulator/engine/messages.js';
import { CallBook } from './control/call-book.js';
import { Stalls } from './control/faults.js';
import { FrameJournal } from './control/journal.js';
import { Phones } from './control/phones.js';
import { SimulatedClock, realTime } from './clock.js';
import { Quiet } from './quiet.js';

/** The most milliseconds that a caller stays silent. */
const SILENCE = 120_000;

export interface SimulationOptions {
  readonly project: string;
  readonly token: string;
  readonly speed: number;
  /** The environment variables that point a client here. A function, because they include the port. */
  readonly environment: () => readonly string[];
  /** The module of the flow in tests copied from the web phone. */
  readonly flowModule: string;
}

/** A RELAY simulator for the control interface, the web phone and scenarios. */
export class Simulation {
  readonly clock: SimulatedClock;
  readonly engine: RelayEngine;
  readonly calls: CallBook;
  readonly journal = new FrameJournal(realTime);
  readonly stalls = new Stalls();
  readonly phones: Phones;
  /** Unsubscribed when the simulation is closed. */
  readonly life = new Subscription();
  readonly #quiet: Quiet;
  readonly #callees = new Map<string, Subscription>();
  readonly #recipients = new Map<string, Subscription>();

  constructor({ project, token, speed, environment, flowModule }: SimulationOptions) {
    this.clock = new SimulatedClock(speed, Date.now());
    this.engine = new RelayEngine({
      project,
      token,
      scheduler: this.clock,
      connectionScheduler: asyncScheduler,
    });
    this.calls = new CallBook(this.engine, () => Math.round(this.clock.now()));
    this.#quiet = new Quiet(this.engine.frames$);
    this.phones = new Phones({
      engine: this.engine,
      calls: this.calls,
      journal: this.journal,
      clock: () => ({ now: Math.round(this.clock.now()), speed }),
      hasCallee: (to) => this.#callees.has(to),
      status: () => ({
        clients: this.clients,
        contexts: this.contexts,
        environment: environment(),
        flowModule,
      }),
    });
    this.life.add(this.engine.frames$.subscribe((frame) => this.journal.add(frame)));
    this.life.add(
      this.engine.frames$
        .pipe(filter(({ frame }) => changesContexts(frame)))
        .subscribe(() => this.phones.statusChanged()),
    );
  }

  /** The number of connected sessions. */
  get clients(): number {
    return this.#connected.length;
  }

  /** The contexts that the connected sessions receive. */
  get contexts(): readonly string[] {
    return [...new Set(this.#connected.flatMap(({ contexts }) => contexts))];
  }

  /** The protocol of a session by its name in the journal; undefined if it is unknown. */
  protocolOf(session: string): string | undefined {
    const named = this.engine.sessions.find(
      ({ protocol }) => protocol === session || this.journal.nameOf(protocol) === session,
    );
    return named?.protocol;
  }

  /** Emits once when each context has a client that receives it; without contexts, when a client is connected. */
  receives(contexts: readonly string[]): Observable<unknown> {
    return merge(this.engine.frames$, this.engine.sessionEvents$).pipe(
      startWith(undefined),
      map(() => this.contexts),
      filter((received) => this.clients > 0 && contexts.every((context) => received.includes(context))),
      take(1),
    );
  }

  setCallee(options: Omit<CalleeOptions, 'script'>): void {
    const { to = '' } = options;
    this.#callees.get(to)?.unsubscribe();
    this.#callees.set(to, this.engine.callee(options));
  }

  setRecipient(options: RecipientOptions): void {
    const { to = '' } = options;
    this.#recipients.get(to)?.unsubscribe();
    this.#recipients.set(to, this.engine.recipient(options));
  }

  message(options: MessageOptions): SimulatedMessage {
    const message = this.engine.message(options);
    this.phones.message(message, 'received');
    return message;
  }

  /** Moves time forward; resolves when all due work has run and clients have reacted. */
  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms, () => this.#quiet.settled());
    this.phones.clockMoved();
  }

  /**
   * Moves time forward until an operation that waits for the caller ends, for at most two minutes. Resolves to whether
   * one did.
   */
  async staySilent(caller: Caller): Promise<boolean> {
    const waiting = caller.awaitedBy;
    const isOver = (): boolean => waiting.some((id) => !caller.awaitedBy.includes(id));
    if (waiting.length === 0) return false;
    await this.clock.advance(SILENCE, () => this.#quiet.settled(), isOver);
    this.phones.clockMoved();
    return isOver();
  }

  reset(): void {
    this.stalls.release();
    this.engine.reset();
    this.#callees.clear();
    this.#recipients.clear();
    this.calls.clear();
    this.phones.reset();
    this.journal.clear();
  }

  close(): void {
    this.life.unsubscribe();
    this.#quiet.close();
    this.stalls.release();
    this.phones.close();
    this.calls.close();
    this.journal.close();
    this.engine.close();
    this.clock.close();
  }

  get #connected(): RelayEngine['sessions'] {
    return this.engine.sessions.filter(({ state }) => state === 'connected');
  }
}

const CONTEXT_METHODS = ['signalwire.receive', 'signalwire.unreceive'];

/** Whether a frame may change the contexts of a session. */
const changesContexts = (frame: unknown): boolean =>
  typeof frame === 'object' &&
  frame !== null &&
  ('result' in frame || CONTEXT_METHODS.includes(String((frame as { method?: unknown }).method)));
