import type { RelayFrame } from './frames.js';
import type { Continuity } from './session-state.js';

/** The outcome of a request. */
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

/** Counts finished requests; `latency` is in ms, if there was an answer. */
export interface RequestMeter {
  settled(method: string, outcome: RequestOutcome, latency?: number): void;
}

/** Counts the events, frames and errors of a connection. */
export interface ConnectionMeter extends RequestMeter {
  frame(direction: RelayFrame['direction']): void;
  /** Counts an event. */
  event(): void;
  /** Counts an event of an unknown call. */
  eventForUnknownCall(): void;
  /** Counts a duplicate event. */
  repeatedEvent(): void;
  connected(continuity: Continuity): void;
  /** Counts an error reported on `errors$`. */
  error(): void;
  /** Called when a gauge has changed. */
  changed(): void;
  /** Called when the connection has ended for good. */
  end(): void;
}
