import type { Caller } from '../call/caller.js';
import type { SimulatedSession } from './simulated-session.js';

/** The reason of a lost session: it was not resumed within `sessionTimeout`, or the service was restarted. */
export type LossReason = 'timeout' | 'restart';

/** A lost session, with its callers. */
export interface SessionLoss {
  readonly kind: 'lost';
  readonly session: SimulatedSession;
  readonly reason: LossReason;
  /** The callers whose calls ended with it: those that it had answered or dialled. Their `lostWith` is the session. */
  readonly ended: readonly Caller[];
  /** The callers that it had not answered. They ring for other clients of their context; a restart ends them too. */
  readonly unanswered: readonly Caller[];
}

/** A change of a session: opened once, then away and resumed any number of times, and lost at the end. */
export type SessionEvent =
  { readonly kind: 'opened' | 'resumed' | 'away'; readonly session: SimulatedSession } | SessionLoss;
