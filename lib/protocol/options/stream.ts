import { operation, operationReader, type OperationOptions } from './operation.js';
import { optional, required, type Schema } from './schema.js';
import { httpMethod, oneOf, socketUrl, text, url, userObject } from './values.js';

/** The target of a stream. */
export interface StreamTarget {
  /** A ws or wss URL. */
  readonly url: string;
  /** The name of the stream in its events. */
  readonly name?: string | undefined;
  /**
   * The codec, with rate and packet time if needed: `PCMU`, `L16@24000h`, `PCMU@40i`.
   * @default that of the call
   */
  readonly codec?: string | undefined;
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
  /**
   * The HTTP method of the posts.
   * @default `POST`, by RELAY
   */
  readonly statusUrlMethod?: 'GET' | 'POST' | undefined;
  /** A bearer token to send to the URL. */
  readonly authorizationBearerToken?: string | undefined;
  /** Parameters to send to the URL when it is connected, as they are. */
  readonly customParameters?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Options of `call.stream`: `calling.stream`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/stream
 */
export interface StreamOptions extends OperationOptions, StreamTarget {
  /**
   * The audio to stream: what the other end says (`inbound_track`), what it hears (`outbound_track`), or
   * `both_tracks`.
   * @default `inbound_track`, by RELAY
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
