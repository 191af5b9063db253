import { EMPTY, Observable, Subscription, catchError, defer, tap } from 'rxjs';
import type { Connection } from '../connection/connection.js';
import type { RequestListener } from '../connection/request.js';
import type { CommandResult } from '../protocol/answer.js';
import { isGone } from '../protocol/errors.js';

/** The part of a call that hanging up needs. */
interface HungUpCall {
  readonly callId: string;
  readonly isOver: boolean;
  readonly connection: Connection;
  /** The params that address the call. */
  readonly address: object;
  /** Ends the call if `error` says that RELAY has no such call, and returns whether it does. */
  takeAsEnd(method: string, error: unknown): boolean;
}

/**
 * The hang-ups of a call: those that the user asks for, and those that the library owes the call and retries until it
 * is over.
 */
export class HangUps {
  readonly #call: HungUpCall;
  /** How many were sent or are owed, less those that were refused. */
  #count = 0;
  #isOwed = false;
  #isCarriedOut = false;
  /** Teardown for when the call is over. */
  #owed: Subscription | undefined;

  constructor(call: HungUpCall) {
    this.#call = call;
  }

  /** Whether the call is being hung up. */
  get isInProgress(): boolean {
    return this.#count > 0;
  }

  /** A listener that also counts a hang-up the user asked for: sent, carried out, or refused. */
  noting(listener: RequestListener): RequestListener {
    let hasLeft = false;
    return {
      sent: () => {
        hasLeft = true;
        this.#count += 1;
        listener.sent?.();
      },
      answered: (result) => {
        this.#isCarriedOut = true;
        listener.answered(result);
      },
      failed: (error) => {
        if (hasLeft) this.#count -= 1;
        listener.failed(error);
      },
    };
  }

  /** Hangs up a call without a flow: otherwise the caller would stay connected to silence. */
  abandon(reason: 'hangup' | 'cancel'): void {
    // A hang-up that the flow has sent does not count until it is answered: unsubscribing the flow may have cancelled
    // it.
    if (this.#isCarriedOut || this.#isOwed) return;
    this.#isOwed = true;
    this.addOwed(
      this.#hangUp(reason).subscribe({
        error: (error: unknown) => {
          this.#isOwed = false;
          this.#call.connection.report(error as Error);
        },
      }),
    );
  }

  /** Hangs up for `drain`: completes when RELAY has answered or the call is over. */
  forDrain(): Observable<unknown> {
    return new Observable((subscriber) => {
      if (this.#call.isOver) return subscriber.complete();
      subscriber.add(this.#hangUp('hangup').subscribe(subscriber));
      this.addOwed(new Subscription(() => subscriber.complete()));
    });
  }

  /** Sends `calling.end` for a call that RELAY says is gone, in case it is not. */
  toBeSafe(): void {
    const { callId, connection } = this.#call;
    const params = { ...this.#call.address, reason: 'hangup' };
    connection.executeOwed(callId, 'calling.end', params).subscribe({
      error: (error: unknown) => {
        if (!isGone(error)) connection.report(error as Error);
      },
    });
  }

  /** Sends a request and repeats it until RELAY has carried it out or the call is over. */
  owed(method: string, params: object = {}): Observable<CommandResult> {
    const { callId, connection, address } = this.#call;
    return connection.executeOwed(callId, method, { ...address, ...params }).pipe(
      catchError((error: unknown) => {
        if (this.#call.takeAsEnd(method, error)) return EMPTY;
        throw error;
      }),
    );
  }

  /** Cancels a subscription when the call is over. */
  addOwed(subscription: Subscription): void {
    (this.#owed ??= new Subscription()).add(subscription);
  }

  /** Cancels what is owed: the call is over, and its subscribers were notified. */
  end(): void {
    this.#owed?.unsubscribe();
  }

  #hangUp(reason: 'hangup' | 'cancel'): Observable<CommandResult> {
    return defer(() => {
      this.#count += 1;
      return this.owed('calling.end', { reason }).pipe(tap({ error: () => (this.#count -= 1) }));
    });
  }
}
