/** A session, as observers see it. Each session has one such object, which always has the current state. */
export interface SimulatedSession {
  /** RELAY's name of the session. */
  readonly protocol: string;
  /** The `agent` of the client's latest connect. */
  readonly agent: string | undefined;
  /** The contexts that it receives calls from. */
  readonly contexts: readonly string[];
  /** `away` has no connection but can be resumed; `lost` has ended. */
  readonly state: 'connected' | 'away' | 'lost';
}
