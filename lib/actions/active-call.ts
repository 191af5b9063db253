import type { Observable } from 'rxjs';

/** A live call, as the client's bookkeeping sees it. */
export interface ActiveCall {
  readonly callId: string;
  /** Whether it is an inbound call that nobody has answered yet. */
  readonly isOffered: boolean;
  /** The number of the check of `SilentCalls` at the call's last event. */
  readonly heardAt: number;
  /** Asks RELAY whether the call is still up. */
  askWhetherUp(): void;
  /** Hands an offered call back to RELAY. */
  passOn(): void;
  /** Hangs the call up; retried until RELAY has answered or the call is over, and completes then. */
  hangUp(): Observable<unknown>;
}
