import { operation, operationReader, type OperationOptions } from './operation.js';
import { optional, required, type Schema } from './schema.js';
import { httpMethod, oneOf, socketUrl, text, url, userObject } from './values.js';

/** Where audio is streamed to, and how. */
export interface StreamTarget {
  /** A ws or wss URL. */
  readonly url: string;
  /** Name of the stream in its events. */
  readonly name?: string | undefined;
  /** For example `PCMU`, `L16@24000h`, `PCMU@40i` (rate and packet time); the call's own when it is left out. */
  readonly codec?: string | undefined;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
  /**
   * The HTTP method by which RELAY posts it.
   * @default `POST`, by RELAY
   */
  readonly statusUrlMethod?: 'GET' | 'POST' | undefined;
  /** Sent to the URL as a bearer token. */
  readonly authorizationBearerToken?: string | undefined;
  /** Sent to the URL when it is connected, as they stand. */
  readonly customParameters?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * `calling.stream`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/stream
 */
export interface StreamOptions extends OperationOptions, StreamTarget {
  /**
   * Audio to stream: what the other end says (`inbound_track`, RELAY's default), what it hears (`outbound_track`) or
   * `both_tracks`.
   */
  readonly track?: 'inbound_track' | 'outbound_track' | 'both_tracks' | undefined;
}

export const streamTarget: Schema<StreamTarget> = {
  url: required(socketUrl),
  name: optional(text),
  codec: optional(text),
  statusUrl: optional(url),
  statusUrlMethod: optional(httpMethod),
  authorizationBearerToken: optional(text),
  customParameters: optional(userObject),
};

export const streamSchema: Schema<StreamOptions> = {
  ...operation,
  ...streamTarget,
  track: optional(oneOf('inbound_track', 'outbound_track', 'both_tracks')),
};

export const readStream = operationReader<StreamOptions>('stream', streamSchema);
