import type { RelayEvent } from '../protocol/events/index.js';

/** Commands for an operation in progress. */
export type CommandName = 'stop' | 'pause' | 'resume' | 'volume' | 'startInputTimers';

/** A kind of operation: its request, its events, which of them ends it, and its commands. */
export interface OperationKind<E extends RelayEvent> {
  /** The request that starts it. */
  readonly method: string;
  readonly eventType: E['type'];
  /** The type of the events of its other half: those of a prompt's playback. */
  readonly playbackType?: RelayEvent['type'];
  /** Whether an event of its type is the last. */
  readonly ends: (event: E) => boolean;
  /** Whether an event is one that `wait` resolves with: the first such event. By default, the last event. */
  readonly answers?: (event: E) => boolean;
  /** Whether its last event may follow the end of its call, as for a recording that RELAY still has to store. */
  readonly endsLate?: boolean;
  /** The params of the request that its stop has to repeat. */
  readonly stopParams?: readonly string[];
  /**
   * For kinds whose events may lack a control id: makes a predicate that says whether such an event belongs to a run
   * with these params. The predicate sees every event of the run.
   */
  readonly claims?: (params: Readonly<Record<string, unknown>>) => (event: E) => boolean;
  readonly commands: { readonly [C in CommandName]?: string };
}
