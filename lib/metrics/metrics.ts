import { Subject, concat, defer, endWith, map, of, takeUntil, throttleTime, type Observable } from 'rxjs';
import { isolate } from '../connection/isolated.js';
import type { Platform } from '../connection/platform.js';
import type { RelayFrame } from '../connection/frames.js';
import type { ConnectionMeter, RequestOutcome } from '../connection/meter.js';
import { Histogram, type LatencyHistogram } from './histogram.js';
import type { ConnectionStatus, Continuity } from '../connection/session-state.js';

/** Outcomes of the requests of one method. */
export interface RequestMetrics extends Readonly<Record<RequestOutcome, number>> {
  /** The time to the answers, refusals included. */
  readonly latency: LatencyHistogram;
}

/** Numbers that go up and down. */
export interface Gauges {
  readonly status: ConnectionStatus;
  /** Live calls, inbound and dialled. */
  readonly activeCalls: number;
  /** Operations in progress on them. */
  readonly activeActions: number;
  /** Dials in progress. */
  readonly activeDials: number;
  /** Outbound messages in progress. */
  readonly activeMessages: number;
  /** Requests that wait for the connection. */
  readonly waitingRequests: number;
  /** Requests that were sent and are not answered yet. */
  readonly unansweredRequests: number;
}

/** The metrics of a client. Counters start at 0 with the client. */
export interface RelayMetrics extends Gauges {
  /** The time of the metrics, in ms since 1970 on the client's clock. */
  readonly at: number;
  /** Text frames, by direction. */
  readonly frames: Readonly<Record<RelayFrame['direction'], number>>;
  /** Events: all that were read, those of unknown or ended calls, and duplicates after a resume, which are dropped. */
  readonly events: {
    readonly received: number;
    readonly forUnknownCalls: number;
    readonly repeated: number;
  };
  /** Successful authentications: the first, those that resumed the session, and those that lost it. */
  readonly connects: Readonly<Record<Continuity, number>>;
  /** Requests by method, including those of the client itself (`signalwire.connect`, `signalwire.ping`). */
  readonly requests: Readonly<Record<string, RequestMetrics>>;
  /** Inbound calls: taken, and passed on. */
  readonly calls: { readonly received: number; readonly passed: number };
  /** Errors reported on `errors$`. */
  readonly errors: number;
}

/** The least time between two emissions of `metrics$`, in ms. */
export const METRICS_INTERVAL = 1_000;

/** The most methods that are counted by name; requests of other methods are counted as `other`. */
export const MAX_METHODS = 200;

type Tally = Record<RequestOutcome, number> & { readonly latency: Histogram };

/** Counts what a client does. */
export class Metrics implements ConnectionMeter {
  /** The current metrics, then again after changes, at most once in `METRICS_INTERVAL`; the final ones at the end. */
  readonly metrics$: Observable<RelayMetrics>;

  readonly #frames = { sent: 0, received: 0 };
  readonly #events = { received: 0, forUnknownCalls: 0, repeated: 0 };
  readonly #connects = { first: 0, resumed: 0, lost: 0 };
  readonly #calls = { received: 0, passed: 0 };
  readonly #requests = new Map<string, Tally>();
  #errors = 0;

  readonly #changes$ = new Subject<void>();
  readonly #end$ = new Subject<void>();
  readonly #platform: Platform;
  readonly #gauges: () => Gauges;

  constructor(platform: Platform, gauges: () => Gauges) {
    this.#platform = platform;
    this.#gauges = gauges;
    const later = { leading: false, trailing: true };
    const metrics$ = defer(() =>
      concat(
        of(undefined),
        this.#changes$.pipe(
          throttleTime(METRICS_INTERVAL, platform.scheduler, later),
          takeUntil(this.#end$),
          endWith(undefined),
        ),
      ),
    ).pipe(map(() => this.#snapshot()));
    this.metrics$ = isolate(metrics$);
  }

  frame(direction: RelayFrame['direction']): void {
    this.#frames[direction] += 1;
    this.changed();
  }

  event(): void {
    this.#events.received += 1;
  }

  eventForUnknownCall(): void {
    this.#events.forUnknownCalls += 1;
  }

  repeatedEvent(): void {
    this.#events.repeated += 1;
  }

  connected(continuity: Continuity): void {
    this.#connects[continuity] += 1;
  }

  call(what: 'received' | 'passed'): void {
    this.#calls[what] += 1;
  }

  error(): void {
    this.#errors += 1;
    this.changed();
  }

  settled(method: string, outcome: RequestOutcome, latency?: number): void {
    const tally = this.#tallyOf(method);
    tally[outcome] += 1;
    if (latency !== undefined) tally.latency.add(latency);
    this.changed();
  }

  /** Schedules an emission, after a change. */
  changed(): void {
    if (this.#changes$.observed) this.#changes$.next();
  }

  end(): void {
    this.#end$.next();
    this.#end$.complete();
    this.#changes$.complete();
  }

  #tallyOf(method: string): Tally {
    const known = this.#requests.get(method);
    if (known !== undefined) return known;
    if (this.#requests.size >= MAX_METHODS && method !== 'other') return this.#tallyOf('other');
    const tally = { succeeded: 0, refused: 0, timedOut: 0, lost: 0, unsent: 0, latency: new Histogram() };
    this.#requests.set(method, tally);
    return tally;
  }

  #snapshot(): RelayMetrics {
    const requests = Array.from(this.#requests, ([method, tally]): [string, RequestMetrics] => [
      method,
      { ...tally, latency: tally.latency.snapshot() },
    ]);
    return {
      at: this.#platform.scheduler.now(),
      ...this.#gauges(),
      frames: { ...this.#frames },
      events: { ...this.#events },
      connects: { ...this.#connects },
      requests: Object.fromEntries(requests),
      calls: { ...this.#calls },
      errors: this.#errors,
    };
  }
}
