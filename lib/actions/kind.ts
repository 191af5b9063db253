import type { RelayEvent } from '../protocol/events/index.js';

/** Commands for an operation in progress. */
export type CommandName = 'stop' | 'pause' | 'resume' | 'volume' | 'startInputTimers';

/** One kind of operation: how it is asked for, which events are its own, when it ends, which commands it has. */
export interface OperationKind<E extends RelayEvent> {
  /** The request that starts it. */
  readonly method: string;
  readonly eventType: E['type'];
  /** The type of the events of its other half: those of a prompt's playback. */
  readonly playbackType?: RelayEvent['type'];
  /** Whether an event of its type is the last. */
  readonly ends: (event: E) => boolean;
  /** Whether an event of its type is what `wait` waits for: the first such. The last event, unless it says otherwise. */
  readonly answers?: (event: E) => boolean;
  /** Whether its last event may follow the end of its call: what was recorded until then is still to be stored. */
  readonly endsLate?: boolean;
  /** The params of the request that its stop has to name again. */
  readonly stopParams?: readonly string[];
  /**
   * Where events of its type may come without a control id: makes what says whether such an event is that of a run
   * with these params. It sees every event of the run.
   */
  readonly claims?: (params: Readonly<Record<string, unknown>>) => (event: E) => boolean;
  readonly commands: { readonly [C in CommandName]?: string };
}
