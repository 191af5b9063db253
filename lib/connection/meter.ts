import type { RelayFrame } from './frames.js';
import type { Continuity } from './session-state.js';

/** How a request went. */
export type RequestOutcome =
  /** RELAY carried it out. */
  | 'succeeded'
  /** RELAY refused it. */
  | 'refused'
  /** There was no answer within `requestTimeout`. */
  | 'timedOut'
  /** Its answer was lost with the connection. */
  | 'lost'
  /** There was no connection to send it on in time, or too many waited for it. */
  | 'unsent';

/** Counts requests as they end; `latency` in ms where there was an answer. */
export interface RequestMeter {
  settled(method: string, outcome: RequestOutcome, latency?: number): void;
}

/** Counts what passes over a connection. */
export interface ConnectionMeter extends RequestMeter {
  frame(direction: RelayFrame['direction']): void;
  /** An event was read. */
  event(): void;
  /** It is about a call that is not known. */
  eventForUnknownCall(): void;
  /** An event came once more after a resume. */
  repeatedEvent(): void;
  connected(continuity: Continuity): void;
  /** Something went wrong and ended nothing. */
  error(): void;
  /** A gauge has changed. */
  changed(): void;
  /** The connection has ended for good. */
  end(): void;
}
