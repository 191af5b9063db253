import type { RelayConnectionError } from '../protocol/errors.js';
import type { CallStateEvent, EndReason } from '../protocol/events/call.js';

/**
 * Why a call is over for this client: RELAY's own `end_reason` (`hangup`, `busy`, `noAnswer` …; `ended` where RELAY gives
 * none), or
 *
 * - `gone`: RELAY says that it has no such call (404, 410);
 * - `passed`: the call was handed back, by `pass()` or by `drain`, and is another client's now;
 * - `sessionLost`: the connection came back under another session;
 * - `closed`: the client was closed, or its connection failed for good.
 */
export type CallEndReason = EndReason | 'ended' | 'gone' | 'passed' | 'sessionLost' | 'closed';

/** How a call ended. */
export interface CallEnd {
  readonly reason: CallEndReason;
  /** RELAY's event, where it sent one. */
  readonly event?: CallStateEvent;
  /** Error of the connection, where that ended the call. */
  readonly error?: RelayConnectionError;
}
