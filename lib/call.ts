import { CallOperations } from './call/operations.js';

/**
 * A phone call, inbound or dialled.
 *
 * A command is an `Observable<CommandResult>`. Nothing is sent until it is subscribed to; each subscription sends once,
 * emits RELAY's answer and completes. It completes empty when the call has ended or is gone (404, 410); any other
 * refusal is a `RelayError`. Methods that start an operation return an action. Options are checked when a method is
 * called: bad ones throw before anything is sent.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call
 */
export class Call extends CallOperations {}

export type { CallIdentity } from './call/base.js';
