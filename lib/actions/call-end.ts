import type { RelayConnectionError } from '../protocol/errors.js';
import type { CallStateEvent, EndReason } from '../protocol/events/call.js';

/**
 * Why a call is over for this client: RELAY's own `end_reason` (`hangup`, `busy`, `noAnswer` …; `ended` where RELAY
 * gives none), or
 *
 * - `gone`: RELAY says that it has no such call (404, 410);
 * - `passed`: `pass()` or `drain` handed the call back to RELAY, which offers it to another client;
 * - `sessionLost`: the connection was lost and RELAY did not resume the session, so this client cannot reach the call
 *   any more;
 * - `closed`: the client was closed, or its connection failed for good.
 */
export type CallEndReason = EndReason | 'ended' | 'gone' | 'passed' | 'sessionLost' | 'closed';

/** How a call ended. */
export interface CallEnd {
  readonly reason: CallEndReason;
  /** The `calling.call.state` event that ended the call, if RELAY sent one. */
  readonly event?: CallStateEvent;
  /** The error of the connection, if that ended the call. */
  readonly error?: RelayConnectionError;
}
