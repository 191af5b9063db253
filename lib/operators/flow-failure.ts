import type { EndingCall } from '../actions/ending-call.js';
import { CallEndedError, FlowError, RelayConnectionError, isGone } from '../protocol/errors.js';

/** Reports the error of a flow, or of the work after it, unless it failed because its own call has ended. */
export function reportFailure(call: EndingCall, cause: unknown): void {
  if (!isBecauseOfTheEnd(call, cause)) call.connection.report(new FlowError(call.callId, cause));
}

/** Whether a flow failed only because its own call has ended. */
export function isBecauseOfTheEnd(call: EndingCall, cause: unknown): boolean {
  if (!call.isOver) return false;
  if (cause instanceof CallEndedError) return cause.callId === call.callId;
  // The error of the session or connection that ended the call.
  if (cause instanceof RelayConnectionError) return call.failure !== undefined;
  // By name: the flow may use another copy of RxJS.
  return isGone(cause) || (cause instanceof Error && cause.name === 'EmptyError');
}
