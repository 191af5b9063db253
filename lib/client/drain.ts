/* eslint-disable rxjs-x/no-ignored-error -- statuses, sizes and timers do not fail; what may is caught where it is asked */
import {
  AsyncSubject,
  EMPTY,
  NEVER,
  Subscription,
  catchError,
  combineLatest,
  concat,
  ignoreElements,
  map,
  merge,
  race,
  switchMap,
  take,
  takeWhile,
  tap,
  timer,
  type Observable,
} from 'rxjs';
import type { ActiveCalls } from '../actions/active-calls.js';
import type { Connection } from '../connection/connection.js';
import { elapsed } from '../connection/platform.js';
import { RelayConnectionError } from '../protocol/errors.js';
import { OUTLASTING_TIMEOUT, outlastingDone } from '../actions/outlasting-work.js';

/** How long to wait for the end events of calls that were hung up, in ms. */
const FAREWELL = 1_000;

/**
 * Ends a client after its calls. It takes nothing new, passes on calls that are not answered yet, and closes the
 * connection when no call, and no work that outlives one, is left. It begins in the constructor and cannot be
 * cancelled.
 */
export class Drain {
  readonly #activeCalls: ActiveCalls;
  readonly #connection: Connection;
  readonly #done$ = new AsyncSubject<never>();
  readonly #resources = new Subscription();
  /** Clock time at which to stop waiting for work that outlives its call. `Infinity`: some time after the last call. */
  #deadline = Infinity;
  /** Whether the wait for that work is over. */
  #hasWaited = false;

  /** Completes when the connection is closed and the work that outlives calls is done. */
  readonly done$: Observable<never> = this.#done$.asObservable();

  constructor(activeCalls: ActiveCalls) {
    const { connection, live, passes, outlasting } = activeCalls;
    this.#activeCalls = activeCalls;
    this.#connection = connection;
    connection.status$.subscribe({ complete: () => this.#closed() });
    if (connection.isIdle && outlasting.size === 0) connection.close();
    if (this.#resources.closed) return;
    connection.drain();
    this.#resources.add(connection.hold());
    const nothingLeft$ = combineLatest([live.size$, passes.size$]).pipe(
      map(([calls, passed]) => calls + passed),
      switchMap((left) => (left > 0 ? NEVER : this.#workedAfterTheLastCall())),
      take(1),
      ignoreElements(),
    );
    const close = { complete: () => connection.close() };
    if (connection.isReady) {
      this.#resources.add(concat(this.#unreceive(), nothingLeft$).subscribe(close));
    } else {
      // Without a connection no call can come, and without a call there is nothing to wait for.
      this.#resources.add(this.#unreceive().subscribe());
      this.#resources.add(nothingLeft$.subscribe(close));
    }
    // After the unreceive, so that calls which are passed on are not offered here again.
    for (const call of live) if (call.isOffered) call.passOn();
  }

  /**
   * Hangs up the remaining calls after `timeout` ms, and closes at most `requestTimeout` later, with or without RELAY.
   */
  limit(timeout: number): void {
    const { scheduler } = this.#connection.platform;
    this.#deadline = Math.min(this.#deadline, elapsed(scheduler) + timeout + OUTLASTING_TIMEOUT);
    if (timeout === Infinity) return;
    this.#resources.add(timer(timeout, scheduler).subscribe(() => this.#hangUp()));
  }

  /** Stops receiving every context, if connected; a reconnect names none either. */
  #unreceive(): Observable<never> {
    const contexts = [...this.#connection.contexts];
    this.#connection.contexts.clear();
    if (contexts.length === 0) return EMPTY;
    return this.#connection.execute('signalwire.unreceive', { contexts }).pipe(
      ignoreElements(),
      catchError((error: unknown) => {
        this.#connection.report(error as Error);
        return EMPTY;
      }),
    );
  }

  #hangUp(): void {
    const connection = this.#connection;
    const { live, passes } = this.#activeCalls;
    const { scheduler } = connection.platform;
    const hungUp = [...live].map((call) =>
      call.hangUp().pipe(
        ignoreElements(),
        catchError((error: unknown) => {
          connection.report(error as Error);
          return EMPTY;
        }),
      ),
    );
    const noPassLeft$ = passes.size$.pipe(
      takeWhile((size) => size > 0),
      ignoreElements(),
    );
    const noCallLeft$ = live.size$.pipe(
      takeWhile((calls) => calls > 0),
      ignoreElements(),
    );
    // Waits for the last events of the calls, for a limited time.
    const farewell$ = race(timer(FAREWELL, scheduler).pipe(ignoreElements()), noCallLeft$);
    const tooLate$ = timer(connection.requestTimeout, scheduler).pipe(
      tap(() => this.#reportUnreached()),
      ignoreElements(),
    );
    this.#resources.add(
      concat(race(concat(merge(...hungUp, noPassLeft$), farewell$), tooLate$), this.#worked()).subscribe({
        complete: () => connection.close(),
      }),
    );
  }

  /** Reports the calls whose hang-up or pass RELAY has not answered. */
  #reportUnreached(): void {
    const { live, passes } = this.#activeCalls;
    const { requestTimeout } = this.#connection;
    const unreached = (callId: string, method: string): void =>
      this.#connection.report(
        new RelayConnectionError(
          `${method} for call ${callId} had no answer from RELAY within ${requestTimeout} ms of the drain's timeout: the call may still be up`,
          { delivery: 'unknown' },
        ),
      );
    for (const { callId } of live) unreached(callId, 'calling.end');
    for (const callId of passes) unreached(callId, 'calling.pass');
  }

  /** Waits for work that outlives its call, until the deadline. */
  #worked(): Observable<unknown> {
    const { scheduler } = this.#connection.platform;
    const left = this.#deadline === Infinity ? OUTLASTING_TIMEOUT : this.#deadline - elapsed(scheduler);
    return this.#outlasting(Math.max(0, left));
  }

  /** The same after the last call, until the drain's timeout if it has one. */
  #workedAfterTheLastCall(): Observable<unknown> {
    return this.#outlasting(OUTLASTING_TIMEOUT, () => this.#deadline === Infinity);
  }

  #outlasting(limit: number, isLimited?: () => boolean): Observable<unknown> {
    return outlastingDone(this.#activeCalls, limit, isLimited).pipe(tap(() => (this.#hasWaited = true)));
  }

  #closed(): void {
    this.#resources.unsubscribe();
    const worked$ = this.#hasWaited ? EMPTY : this.#worked();
    worked$.subscribe({ complete: () => this.#done$.complete() });
  }
}
