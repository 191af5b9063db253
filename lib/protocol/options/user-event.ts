import { commandReader } from './command.js';
import { optional, type Schema } from './schema.js';
import { untouched } from './values.js';

/**
 * `calling.user_event`: an event of your own, for others who watch the call.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/user-event
 */
export interface UserEventOptions {
  /** Its name, or whatever it is to say, as it stands. */
  readonly event?: unknown;
}

export const userEventSchema: Schema<UserEventOptions> = { event: optional(untouched) };

export const readUserEvent = commandReader<UserEventOptions>('userEvent', userEventSchema);
