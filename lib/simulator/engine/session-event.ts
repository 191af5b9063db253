import type { Caller } from '../call/caller.js';
import type { SimulatedSession } from './simulated-session.js';

/** Why a session is lost: nobody resumed it within `sessionTimeout`, or the service has forgotten it. */
export type LossReason = 'timeout' | 'restart';

/** The end of a session, and what it meant to callers. */
export interface SessionLoss {
  readonly kind: 'lost';
  readonly session: SimulatedSession;
  readonly reason: LossReason;
  /** Callers whose calls ended with it: those that it had answered or dialled. Their `lostWith` is the session. */
  readonly ended: readonly Caller[];
  /** Callers who had not been answered yet. They ring on for other clients of their context; a restart ends them too. */
  readonly unanswered: readonly Caller[];
}

/** Changes of sessions: opened once, then away and resumed any number of times, and lost in the end. */
export type SessionEvent =
  { readonly kind: 'opened' | 'resumed' | 'away'; readonly session: SimulatedSession } | SessionLoss;
