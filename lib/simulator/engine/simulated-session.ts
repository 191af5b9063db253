/** A session, as watchers see it. There is one such object for each session, which always shows the state of now. */
export interface SimulatedSession {
  /** RELAY's name for it. */
  readonly protocol: string;
  /** Name of the client in its latest connect: its option `agent`. */
  readonly agent: string | undefined;
  /** The contexts that it receives calls from. */
  readonly contexts: readonly string[];
  /** `away` has no connection, and can be resumed; `lost` is over. */
  readonly state: 'connected' | 'away' | 'lost';
}
