import type { EndingCall } from '../actions/ending-call.js';
import { CallEndedError, FlowError, RelayConnectionError, isGone } from '../protocol/errors.js';

/** Reports what a flow, or what follows it, failed with, unless it failed because its own call has ended. */
export function reportFailure(call: EndingCall, cause: unknown): void {
  if (!isBecauseOfTheEnd(call, cause)) call.connection.report(new FlowError(call.callId, cause));
}

/** Whether a flow failed because its own call has ended: then it has not failed. */
export function isBecauseOfTheEnd(call: EndingCall, cause: unknown): boolean {
  if (!call.isOver) return false;
  if (cause instanceof CallEndedError) return cause.callId === call.callId;
  // The session, or the connection, that the call was lost with.
  if (cause instanceof RelayConnectionError) return call.failure !== undefined;
  // By its name: a flow may use another copy of RxJS than this library does.
  return isGone(cause) || (cause instanceof Error && cause.name === 'EmptyError');
}
