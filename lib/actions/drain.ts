/* eslint-disable rxjs-x/no-ignored-error -- statuses, sizes and timers do not fail; what may is caught where it is asked */
import {
  AsyncSubject,
  EMPTY,
  Subscription,
  catchError,
  combineLatest,
  concat,
  filter,
  ignoreElements,
  merge,
  race,
  take,
  takeWhile,
  tap,
  timer,
  type Observable,
} from 'rxjs';
import type { Connection } from '../connection/connection.js';
import { RelayConnectionError } from '../protocol/errors.js';

/** How long RELAY may take to say that calls which were hung up have ended, in ms. */
const FAREWELL = 1_000;

/**
 * The end of a client that lets its calls end first: nothing new is taken, calls that nobody has answered go back to
 * RELAY, and when no call is left the connection is closed. It begins when it is made, and is not taken back.
 */
export class Drain {
  readonly #connection: Connection;
  readonly #done$ = new AsyncSubject<never>();
  readonly #resources = new Subscription();

  /** Completes when the connection is closed. */
  readonly done$: Observable<never> = this.#done$.asObservable();

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.status$.subscribe({ complete: () => this.#finish() });
    if (connection.isIdle) connection.close();
    if (this.#resources.closed) return;
    connection.drain();
    this.#resources.add(connection.hold());
    const noCallLeft$ = combineLatest([connection.activeCalls.size$, connection.passes.size$]).pipe(
      filter(([calls, passes]) => calls + passes === 0),
      take(1),
      ignoreElements(),
    );
    const close = { complete: () => connection.close() };
    if (connection.isReady) {
      this.#resources.add(concat(this.#unreceive(), noCallLeft$).subscribe(close));
    } else {
      // With RELAY away no call can come, and with none left there is nothing to wait for.
      this.#resources.add(this.#unreceive().subscribe());
      this.#resources.add(noCallLeft$.subscribe(close));
    }
    // After the unreceive, so that what is handed back does not come again.
    for (const call of connection.activeCalls) if (call.isOffered) call.pass();
  }

  /** Hangs up what is left after `timeout` ms, and closes: `requestTimeout` later at the latest, RELAY there or not. */
  limit(timeout: number): void {
    const { platform } = this.#connection;
    this.#resources.add(timer(timeout, platform.scheduler).subscribe(() => this.#hangUp()));
  }

  /** RELAY is told, if it can be, that nothing more is wanted; a reconnect asks for nothing either. */
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
    const { scheduler } = connection.platform;
    const hungUp = [...connection.activeCalls].map((call) =>
      call.hangUp().pipe(
        ignoreElements(),
        catchError((error: unknown) => {
          connection.report(error as Error);
          return EMPTY;
        }),
      ),
    );
    const noPassLeft$ = connection.passes.size$.pipe(
      takeWhile((passes) => passes > 0),
      ignoreElements(),
    );
    // Closed before that when no call is left: their last events are waited for, and not for ever.
    const farewell$ = timer(FAREWELL, scheduler);
    const tooLate$ = timer(connection.requestTimeout, scheduler).pipe(tap(() => this.#reportUnreached()));
    this.#resources.add(
      race(concat(merge(...hungUp, noPassLeft$), farewell$), tooLate$).subscribe({
        complete: () => connection.close(),
      }),
    );
  }

  /** The calls that RELAY has not been heard to end or to take back. */
  #reportUnreached(): void {
    const { activeCalls, passes, requestTimeout } = this.#connection;
    const unreached = (callId: string, method: string): void =>
      this.#connection.report(
        new RelayConnectionError(
          `${method} for call ${callId} had no answer from RELAY within ${requestTimeout} ms of the drain's timeout: the call may still be up`,
          { delivery: 'unknown' },
        ),
      );
    for (const { callId } of activeCalls) unreached(callId, 'calling.end');
    for (const callId of passes) unreached(callId, 'calling.pass');
  }

  #finish(): void {
    this.#resources.unsubscribe();
    this.#done$.complete();
  }
}
