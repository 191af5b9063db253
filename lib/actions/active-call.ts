import type { Observable } from 'rxjs';

/** A live call, as far as those who count and clear up are concerned. */
export interface ActiveCall {
  readonly callId: string;
  /** Whether it is an inbound call that nobody has answered yet. */
  readonly isOffered: boolean;
  /** The look of `SilentCalls` at which something was last heard of it. */
  readonly heardAt: number;
  /** Asks RELAY whether the call is still up. */
  askWhetherUp(): void;
  /** Hands an offered call back to RELAY. */
  passOn(): void;
  /** Completes when RELAY has answered, or the call is over: it is not given up before. */
  hangUp(): Observable<unknown>;
}
