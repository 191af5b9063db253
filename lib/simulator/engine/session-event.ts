import type { Caller } from '../call/caller.js';

/** A session, to whoever watches. There is one such object for each session, which always shows the state of now. */
export interface SimulatedSession {
  /** RELAY's name for it. */
  readonly protocol: string;
  /** What the client called itself in its latest connect: its option `agent`. */
  readonly agent: string | undefined;
  /** The contexts that it receives calls from. */
  readonly contexts: readonly string[];
  /** `away` has no connection, and can be resumed; `lost` is over. */
  readonly state: 'connected' | 'away' | 'lost';
}

/** Why a session is lost: nobody resumed it within `sessionTimeout`, or the service has forgotten it. */
export type LossReason = 'timeout' | 'restart';

/** The end of a session, and what it meant to callers. */
export interface SessionLoss {
  readonly kind: 'lost';
  readonly session: SimulatedSession;
  readonly reason: LossReason;
  /** Whose calls ended with it: those that it had answered or dialled. Their `lostWith` is the session. */
  readonly ended: readonly Caller[];
  /** Who had not been answered yet. They ring on for whoever else receives their context; a restart ends them too. */
  readonly unanswered: readonly Caller[];
}

/** What happens to the sessions: opened once, then away and resumed any number of times, and lost in the end. */
export type SessionEvent =
  { readonly kind: 'opened' | 'resumed' | 'away'; readonly session: SimulatedSession } | SessionLoss;
