import { commandReader } from './command.js';
import { optional, type Schema } from './schema.js';
import { untouched } from './values.js';

/**
 * Options of `call.userEvent`: `calling.user_event`. It sends a custom event to others that watch the call.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/user-event
 */
export interface UserEventOptions {
  /** The name or content of the event, sent as it is. */
  readonly event?: unknown;
}

export const userEventSchema: Schema<UserEventOptions> = { event: optional(untouched) };

export const readUserEvent = commandReader<UserEventOptions>('userEvent', userEventSchema);
