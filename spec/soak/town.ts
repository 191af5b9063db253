import { EMPTY, Observable, delay, mergeMap, of, range, tap, timeout, type SchedulerLike } from 'rxjs';
import type { EngineOptions } from 'relay-rx/simulator';
import { phoneIn, type CallOutcome, type Exchange } from './callers.js';
import { misbehave } from './faults.js';
import { seedOf, seeded } from './random.js';
import { SlowScheduler } from './slow-scheduler.js';
import { Tally, type Counts } from './tally.js';

/** Everybody talks fast: what is under test is what follows from what, not how long it takes. */
export const EXCHANGE: Omit<EngineOptions, 'project' | 'token'> = {
  wordsPerMinute: 60_000,
  audioDuration: 40,
  pingInterval: 1_000,
  // Shorter than the longest of the absences: some sessions are given up.
  sessionTimeout: 250,
  // A call that was passed on is nobody's: there is no other worker.
  ringTimeout: 3_000,
  // No event is lost for want of room: that would be an end that nobody is told of.
  queueLimit: 100_000,
};

export interface TownPlan {
  readonly seed: number;
  /** How many calls there are in all. */
  readonly calls: number;
  /** How many of them at a time. */
  readonly live: number;
  readonly faultsPerSecond: number;
  /** How many times as long everybody takes, so that so many calls can be served at a time. 1 by default. */
  readonly pace?: number;
}

/** Somebody whose call has not ended, long after everything else has. */
export interface Remaining {
  readonly callId: string;
  readonly state: string;
  readonly from: string;
  readonly to: string;
}

export interface TownReport {
  readonly calls: number;
  /** How the callers' calls ended. */
  readonly ended: Counts;
  readonly faults: Counts;
}

/** ms without the end of any call after which those that are left are taken to be stuck. */
const STUCK = 15_000;

/** ms after which somebody hangs up whose call RELAY refused to end. The app may ask again, and does. */
const PATIENCE = 500;

const REACHED = { answer: 4, busy: 1, decline: 1, noAnswer: 1, machine: 1 } as const;

/** The numbers that the app calls, by how whoever has them behaves. */
export const CALLEES = Object.entries(REACHED).flatMap(([answer, share], kind) =>
  Array.from({ length: share }, (_, index) => ({
    to: `+1666000${kind}00${index}`,
    answer: answer as keyof typeof REACHED,
  })),
);

/** The numbers that the app sends texts to, by how a text to them is delivered. */
export const RECIPIENTS = (['delivered', 'undelivered', 'failed'] as const).map((delivery, index) => ({
  to: `+1777000000${index}`,
  delivery,
}));

/** Who can be reached in the town. */
export function settle(exchange: Exchange): void {
  for (const { to, answer } of CALLEES) exchange.callee({ to, answer, after: 10 });
  for (const { to, delivery } of RECIPIENTS) exchange.recipient({ to, delivery, after: 20 });
}

/** The calls that the exchange has refused to end, as it does. */
function refusedToEnd({ frames$ }: Exchange): Observable<string> {
  const asked = new Map<unknown, string>();
  return frames$.pipe(
    mergeMap(({ frame }) => {
      const { id, method, params, result, error } = (frame ?? {}) as Frame;
      if (method === 'calling.end' && params?.call_id !== undefined) asked.set(id, params.call_id);
      const callId = method === undefined ? asked.get(id) : undefined;
      if (callId === undefined) return EMPTY;
      asked.delete(id);
      return error !== undefined || !/^(2\d\d|404|410)$/.test(result?.code ?? '') ? of(callId) : EMPTY;
    }),
  );
}

interface Frame {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: { readonly call_id?: string };
  readonly result?: { readonly code?: string };
  readonly error?: unknown;
}

/** Has callers call while the exchange misbehaves, until all calls have ended or nothing moves any more. */
export function rush(
  exchange: Exchange,
  { seed, calls, live, faultsPerSecond, pace = 1 }: TownPlan,
  scheduler: SchedulerLike,
): Observable<TownReport> {
  const slowly = pace === 1 ? scheduler : new SlowScheduler(scheduler, pace);
  return new Observable((subscriber) => {
    const ended = new Tally();
    const faults = new Tally();
    let over = 0;
    if (faultsPerSecond > 0) {
      subscriber.add(
        misbehave(
          exchange.faults,
          { perSecond: faultsPerSecond, pace },
          seeded(seedOf(seed, -1)),
          scheduler,
        ).subscribe((fault) => faults.count(fault)),
      );
    }
    // The app has been told of the refusal, and it is the fault's: whoever is left on the line so hangs up.
    subscriber.add(
      refusedToEnd(exchange)
        .pipe(delay(PATIENCE, scheduler))
        .subscribe((callId) => {
          const left = exchange.calls.find((call) => call.callId === callId);
          if (left === undefined) return;
          faults.count('a caller hung up whom RELAY had refused to');
          left.hangUp();
        }),
    );
    const calls$ = range(0, calls).pipe(
      tap((index) => {
        if (index % 10 === 0) exchange.message({ context: 'menu', body: `message ${index}` });
      }),
      mergeMap((index) => phoneIn(exchange, seed, index, slowly), live),
      timeout({ each: STUCK * pace, with: (): Observable<CallOutcome> => EMPTY, scheduler }),
      tap(({ reason }) => {
        over += 1;
        ended.count(reason);
      }),
    );
    subscriber.add(
      calls$.subscribe({
        complete: () => {
          subscriber.next({ calls: over, ended: ended.counts, faults: faults.counts });
          subscriber.complete();
        },
      }),
    );
  });
}

/** Whose call has not ended. */
export const remaining = (exchange: Exchange): readonly Remaining[] =>
  exchange.calls.map(({ callId, state, from, to }) => ({ callId, state, from, to }));
