import { operation, operationReader, type OperationOptions } from './operation.js';
import { optional, record, required, type Schema } from './schema.js';
import { tagged, type Kinds, type Tagged } from './tagged.js';
import { between, count, oneOf, socketUrl, text, url } from './values.js';

/** Which side of the call is tapped. */
export interface TapAudio {
  /** Direction: what the other end says (`speak`, RELAY's default), what it hears (`listen`), or `both`. */
  readonly direction?: 'listen' | 'speak' | 'both' | undefined;
}

/** Where tapped audio goes by RTP. */
export interface RTPParams {
  /** An IPv4 address: a public one, and yours. */
  readonly addr: string;
  /** 1 to 65535. */
  readonly port: number;
  /** `OPUS`, `PCMA` or `PCMU`; the call's own when it is left out. */
  readonly codec?: string | undefined;
  /** Milliseconds of audio in a packet, at least 1; the call's own when it is left out. */
  readonly ptime?: number | undefined;
  /** Samples a second; the call's own when it is left out. */
  readonly rate?: number | undefined;
}

/** Where tapped audio goes by WebSocket. */
export interface WebSocketParams {
  /** A ws or wss URL. */
  readonly uri: string;
  /** `OPUS`, `PCMA` or `PCMU`; the call's own when it is left out. */
  readonly codec?: string | undefined;
  /** Samples a second; the call's own when it is left out. */
  readonly rate?: number | undefined;
}

interface Taps {
  readonly audio: TapAudio;
}
interface TapDevices {
  readonly rtp: RTPParams;
  readonly ws: WebSocketParams;
}

/** Audio to tap: `{ type: 'audio', params: { direction } }`; the params may stand beside the type. */
export type Tap = Tagged<Taps>;
/** Where it goes: `{ type: 'rtp', params: { addr, port } }` or `{ type: 'ws', params: { uri } }`, or flat. */
export type TapDevice = Tagged<TapDevices>;

/**
 * `calling.tap`: a copy of the call's audio goes to a device.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/tap
 */
export interface TapOptions extends OperationOptions {
  /** Audio to tap: audio, and whose. */
  readonly tap: Tap;
  /** Where the audio is sent: `rtp` or `ws`. */
  readonly device: TapDevice;
  /** Where RELAY also posts the events. */
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
