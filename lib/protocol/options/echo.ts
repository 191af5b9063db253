import { commandReader } from './command.js';
import { optional, type Schema } from './schema.js';
import { seconds, url } from './values.js';

/**
 * Options of `call.echo`: `calling.echo`. The caller hears their own audio.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/echo
 */
export interface EchoOptions {
  /**
   * Seconds after which the echo ends; 0 lasts to the end of the call.
   * @default 30, by RELAY
   */
  readonly timeout?: number | undefined;
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

export const echoSchema: Schema<EchoOptions> = { timeout: optional(seconds), statusUrl: optional(url) };

export const readEcho = commandReader<EchoOptions>('echo', echoSchema);
