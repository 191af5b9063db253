import {
  EMPTY,
  Subscription,
  catchError,
  ignoreElements,
  mergeMap,
  range,
  takeUntil,
  tap,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import {
  FlowError,
  OverloadError,
  RelayClient,
  RelayProtocolError,
  eachCall,
  phone,
  type RelayClientOptions,
} from 'relay-rx';
import { liveCallOf } from '../../lib/actions/live-call.js';
import type { Connection } from '../../lib/connection/connection.js';
import { FLOWS, serve, talk, type Desk } from './flows.js';
import { OutcomeLog, describe, statedEnd, textOf } from './outcome-log.js';
import { numberOf } from './people.js';
import { between, pick, seedOf, seeded } from './random.js';
import { SlowScheduler } from './slow-scheduler.js';
import { CALLEES, RECIPIENTS } from './town.js';

export interface AppOptions extends RelayClientOptions {
  readonly scheduler: SchedulerLike;
}

/** How the soak's client is set up: quick to notice, and quick to come back. */
export const QUICK = {
  project: 'p',
  token: 't',
  scheme: 'ws',
  contexts: Object.keys(FLOWS),
  requestTimeout: 800,
} as const;

/** A worker that serves whoever calls, and writes down how each of its flows ended. */
export class App {
  readonly client: RelayClient;
  readonly outcomes: OutcomeLog;
  readonly #desk: Omit<Desk, 'random'>;
  readonly #life = new Subscription();
  #connection: Connection | undefined;
  #status = '';
  #active = 0;
  #losses = 0;

  /** @param pace how many times as long everything takes that is not the connection's. */
  constructor(options: AppOptions, seed: number, pace = 1) {
    const { scheduler } = options;
    this.outcomes = new OutcomeLog(scheduler, () => this.#status === 'connected', pace);
    this.client = new RelayClient({
      ...QUICK,
      requestTimeout: QUICK.requestTimeout * pace,
      ...options,
    });
    const slowly = pace === 1 ? scheduler : new SlowScheduler(scheduler, pace);
    this.#desk = { client: this.client, outcomes: this.outcomes, scheduler: slowly, pace };
    const { client } = this;
    client.status$.subscribe((status) => {
      if (status === 'reconnecting') this.#losses += 1;
      this.#status = status;
    });
    client.activeCalls$.subscribe((active) => (this.#active = active));
    client.errors$.subscribe((error) => this.#told(error));
    this.#life.add(
      client.messages$.subscribe({ error: (error: unknown) => this.#ended('messages$', error) }),
    );
    const served$ = client.calls$.pipe(
      tap((call) => (this.#connection ??= liveCallOf(call).connection)),
      eachCall((call) => serve(call, this.#desk, seed)),
    );
    this.#life.add(served$.subscribe({ error: (error: unknown) => this.#ended('calls$', error) }));
  }

  /** Dials and messages outside of any call, a few at a time; some are left before they are done. */
  errands(seed: number, count: number, live: number): Observable<never> {
    const { scheduler, pace } = this.#desk;
    const errand = (index: number): Observable<unknown> => {
      const random = seeded(seedOf(seed + 3, index));
      const desk = { ...this.#desk, random };
      const from = numberOf(index);
      const dialling = random() < 0.6;
      const work$: Observable<unknown> = dialling
        ? this.client
            .dial({
              devices: phone({ to: pick(random, CALLEES).to, from, timeout: 1 }),
              dialTimeout: 3_000 * pace,
            })
            .pipe(talk(desk))
        : this.client.sendMessage({
            toNumber: pick(random, RECIPIENTS).to,
            fromNumber: from,
            body: 'Hello.',
          });
      const leaving$ = random() < 0.2 ? timer(between(random, 0, 40), scheduler) : EMPTY;
      const [what, completed] = dialling ? ['a dial', 'dial done'] : ['a message', 'message done'];
      return this.outcomes.standalone(what, work$, completed).pipe(
        // The outcomes has it.
        catchError(() => EMPTY),
        takeUntil(leaving$),
      );
    };
    return range(0, count).pipe(mergeMap(errand, live), ignoreElements());
  }

  /** What is not as it should be once nobody calls any more: as sentences. */
  get unquiet(): readonly string[] {
    const { open } = this.outcomes;
    return [
      ...open.slice(0, 20).map((entry) => `${describe(entry)} has not ended`),
      ...(open.length > 20 ? [`${open.length - 20} more have not ended`] : []),
      ...(this.#active > 0 ? [`${this.#active} calls are active`] : []),
      ...this.held.map(([what, count]) => `${count} ${what} are held`),
    ];
  }

  /** What the connection holds of calls, requests, dials and messages: with `types`, that of listeners too. */
  get held(): readonly (readonly [string, number])[] {
    return Object.entries(this.#connection?.size ?? {}).filter(
      ([what, count]) => count > 0 && (what !== 'types' || this.#status === 'disconnected'),
    );
  }

  /** How often the connection was lost. */
  get losses(): number {
    return this.#losses;
  }

  get status(): string {
    return this.#status;
  }

  close(): void {
    this.#life.unsubscribe();
    this.client.close();
  }

  /** What may be told on `errors$` of faults like these, and what it comes to. */
  #told(error: Error): void {
    const { outcomes } = this;
    const inner = error instanceof FlowError ? error.cause : error;
    const stated =
      error instanceof RelayProtocolError || error instanceof OverloadError ? error.name : statedEnd(inner);
    if (stated === undefined) {
      // A flow's is in the outcomes already, as that flow's end.
      if (!(error instanceof FlowError)) outcomes.wrong(`errors$ was told ${textOf(error)}`);
      return;
    }
    outcomes.errors.count(error instanceof FlowError ? 'FlowError' : stated);
  }

  #ended(what: string, error: unknown): void {
    this.outcomes.wrong(`${what} ended: ${textOf(error)}`);
  }
}
