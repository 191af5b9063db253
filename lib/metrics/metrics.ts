import { Subject, concat, defer, endWith, map, of, takeUntil, throttleTime, type Observable } from 'rxjs';
import { isolate } from '../connection/isolated.js';
import type { Platform } from '../connection/platform.js';
import type { RelayFrame } from '../connection/frames.js';
import type { ConnectionMeter, RequestOutcome } from '../connection/meter.js';
import { Histogram, type LatencyHistogram } from './histogram.js';
import type { ConnectionStatus, Continuity } from '../connection/session-state.js';

/** Outcomes of the requests of one method. */
export interface RequestMetrics extends Readonly<Record<RequestOutcome, number>> {
  /** How long the answers took, refusals among them. */
  readonly latency: LatencyHistogram;
}

/** The state at a moment. */
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

/** The numbers of a client at a moment. Those that are not current values count from the client's beginning. */
export interface RelayMetrics extends Gauges {
  /** When, in ms since 1970 on the client's clock. */
  readonly at: number;
  /** Text frames that passed. */
  readonly frames: Readonly<Record<RelayFrame['direction'], number>>;
  /** Events that were read; of them, those of calls that are not known (any more); and copies after a resume, which reach nobody. */
  readonly events: {
    readonly received: number;
    readonly forUnknownCalls: number;
    readonly repeated: number;
  };
  /** Authentications that succeeded: the first, with the session resumed, and with the session before it lost. */
  readonly connects: Readonly<Record<Continuity, number>>;
  /** By method: what the client asks by itself (`signalwire.connect`, `.ping`) among them. */
  readonly requests: Readonly<Record<string, RequestMetrics>>;
  /** Inbound calls that were taken, and those that were passed on. */
  readonly calls: { readonly received: number; readonly passed: number };
  /** Reports on `errors$`. */
  readonly errors: number;
}

/** The shortest time between two emissions of the numbers, in ms. */
export const METRICS_INTERVAL = 1_000;

/** So many methods have numbers of their own; those that are asked first after them share what is called `other`. */
export const MAX_METHODS = 200;

type Tally = Record<RequestOutcome, number> & { readonly latency: Histogram };

/** Counts what a client does. */
export class Metrics implements ConnectionMeter {
  /** The numbers now, and again while something changes, at most once in `METRICS_INTERVAL`; the last ones at the end. */
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

  /** Something has changed: who watches is notified soon. */
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
