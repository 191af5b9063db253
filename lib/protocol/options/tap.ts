import { operation, operationReader, type OperationOptions } from './operation.js';
import { optional, record, required, type Schema } from './schema.js';
import { tagged, type Kinds, type Tagged } from './tagged.js';
import { between, count, oneOf, socketUrl, text, url } from './values.js';

/** Settings of a tap. */
export interface TapAudio {
  /** The tapped direction: what the other end says (`speak`, RELAY's default), what it hears (`listen`), or `both`. */
  readonly direction?: 'listen' | 'speak' | 'both' | undefined;
}

/** An RTP endpoint for tapped audio. */
export interface RTPParams {
  /** A public IPv4 address of yours. */
  readonly addr: string;
  /** The port, 1 to 65535. */
  readonly port: number;
  /** `OPUS`, `PCMA` or `PCMU`; that of the call by default. */
  readonly codec?: string | undefined;
  /** Milliseconds of audio in a packet, at least 1; that of the call by default. */
  readonly ptime?: number | undefined;
  /** Samples a second; that of the call by default. */
  readonly rate?: number | undefined;
}

/** A WebSocket for tapped audio. */
export interface WebSocketParams {
  /** A ws or wss URL. */
  readonly uri: string;
  /** `OPUS`, `PCMA` or `PCMU`; that of the call by default. */
  readonly codec?: string | undefined;
  /** Samples a second; that of the call by default. */
  readonly rate?: number | undefined;
}

interface Taps {
  readonly audio: TapAudio;
}
interface TapDevices {
  readonly rtp: RTPParams;
  readonly ws: WebSocketParams;
}

/** The audio to tap: `{ type: 'audio', params: { direction } }`. The params may also be beside the type. */
export type Tap = Tagged<Taps>;
/**
 * The receiver of tapped audio: `{ type: 'rtp', params: { addr, port } }` or `{ type: 'ws', params: { uri } }`. The
 * params may also be beside the type.
 */
export type TapDevice = Tagged<TapDevices>;

/**
 * Options of `call.tap`: `calling.tap`. It sends a copy of the call's audio to a device.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/tap
 */
export interface TapOptions extends OperationOptions {
  /** The audio to tap. */
  readonly tap: Tap;
  /** The receiver: `rtp` or `ws`. */
  readonly device: TapDevice;
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

const sound = { codec: optional(text), rate: optional(count(1)) };

export const tapSchema: Schema<TapOptions> = {
  ...operation,
  tap: required(
    tagged('a tap', {
      audio: record<TapAudio>({ direction: optional(oneOf('listen', 'speak', 'both')) }),
    } satisfies Kinds<Taps>),
  ),
  device: required(
    tagged('a device', {
      rtp: record<RTPParams>({
        addr: required(text),
        port: required(between(1, 65535)),
        ptime: optional(count(1)),
        ...sound,
      }),
      ws: record<WebSocketParams>({ uri: required(socketUrl), ...sound }),
    } satisfies Kinds<TapDevices>),
  ),
  statusUrl: optional(url),
};

export const readTap = operationReader<TapOptions>('tap', tapSchema);
