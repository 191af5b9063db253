import { commandReader } from './command.js';
import { optional, type Schema } from './schema.js';
import { seconds, url } from './values.js';

/**
 * `calling.echo`: the caller hears what they say.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/echo
 */
export interface EchoOptions {
  /** Seconds after which it ends; 0 lasts to the end of the call. */
  readonly timeout?: number | undefined;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

export const echoSchema: Schema<EchoOptions> = { timeout: optional(seconds), statusUrl: optional(url) };

export const readEcho = commandReader<EchoOptions>('echo', echoSchema);
