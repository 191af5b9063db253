import { CallOperations } from './call/operations.js';

/**
 * A phone call, inbound or dialled.
 *
 * A simple command is an `Observable<CommandResult>`: nothing is sent until it is subscribed to, each subscription
 * sends once, it emits RELAY's answer and completes. When the call is gone (404, 410) or has ended it completes
 * empty; any other refusal is a `RelayError`. Methods that start an operation give an action. Options are checked when
 * a method is called: what is wrong is thrown before anything is sent.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call
 */
export class Call extends CallOperations {}

export type { CallIdentity } from './call/base.js';
