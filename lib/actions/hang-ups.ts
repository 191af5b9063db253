import { EMPTY, Observable, Subscription, catchError, defer, tap } from 'rxjs';
import type { Connection } from '../connection/connection.js';
import type { RequestListener } from '../connection/request.js';
import type { CommandResult } from '../protocol/answer.js';
import { isGone } from '../protocol/errors.js';

/** A call, as far as its hang-ups are concerned. */
interface HungUpCall {
  readonly callId: string;
  readonly isOver: boolean;
  readonly connection: Connection;
  /** How RELAY addresses it. */
  readonly address: object;
  /** Ends the call where a refusal says that RELAY has no such call. Says whether it does. */
  takeAsEnd(method: string, error: unknown): boolean;
}

/** The hang-ups of a call: those that the user asks for, and those that are owed to it, which are never given up. */
export class HangUps {
  readonly #call: HungUpCall;
  /** How many were sent, or are owed, and not refused. */
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

  /** Hangs up a call that nobody looks after any more: without it somebody is left in dead air. */
  abandon(reason: 'hangup' | 'cancel'): void {
    // A hang-up of the flow's own may be cut off with the flow, so that nobody would notice that it was lost.
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

  /** Hangs up for a client that drains: completes when RELAY has answered, or the call is over. */
  forDrain(): Observable<unknown> {
    return new Observable((subscriber) => {
      if (this.#call.isOver) return subscriber.complete();
      subscriber.add(this.#hangUp('hangup').subscribe(subscriber));
      this.addOwed(new Subscription(() => subscriber.complete()));
    });
  }

  /** Hangs up a call that RELAY says is gone, in case it is not. */
  toBeSafe(): void {
    const { callId, connection } = this.#call;
    const params = { ...this.#call.address, reason: 'hangup' };
    connection.executeOwed(callId, 'calling.end', params).subscribe({
      error: (error: unknown) => {
        if (!isGone(error)) connection.report(error as Error);
      },
    });
  }

  /** A request that is repeated until RELAY has carried it out, or the call is over. */
  owed(method: string, params: object = {}): Observable<CommandResult> {
    const { callId, connection, address } = this.#call;
    return connection.executeOwed(callId, method, { ...address, ...params }).pipe(
      catchError((error: unknown) => {
        if (this.#call.takeAsEnd(method, error)) return EMPTY;
        throw error;
      }),
    );
  }

  /** Gives up what is owed when the call is over. */
  addOwed(subscription: Subscription): void {
    (this.#owed ??= new Subscription()).add(subscription);
  }

  /** The call has ended, and all subscribers know. */
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
