import type { StreamTarget } from './stream.js';
import type { Tagged } from './tagged.js';

/** Options of devices that ring. */
export interface RingingOptions {
  /**
   * Seconds to ring before giving up.
   * @default 30, by RELAY
   */
  readonly timeout?: number | undefined;
  /**
   * Seconds after which RELAY ends the leg: a whole number of at least 1.
   * @default none
   */
  readonly maxDuration?: number | undefined;
  /** URL to which RELAY posts the states of the leg. */
  readonly callStateUrl?: string | undefined;
  /**
   * The states to post.
   * @default `ended` alone, by RELAY
   */
  readonly callStateEvents?: readonly ('created' | 'ringing' | 'answered' | 'ended')[] | undefined;
  /**
   * A SWML document that runs for the party that answers, before the leg is connected: its URL, or the document itself.
   */
  readonly confirm?: string | readonly unknown[] | undefined;
  /**
   * The longest time for the confirmation, in seconds.
   * @default not documented by RELAY
   */
  readonly confirmTimeout?: number | undefined;
}

/** A phone. Numbers are E.164 (`+15550100`), or short codes of 3 to 8 digits (`911`). */
export interface PhoneParams extends RingingOptions {
  /** The number to call. */
  readonly toNumber: string;
  /** The caller id: a number of your project. By default, RELAY picks one. */
  readonly fromNumber?: string | undefined;
}

/** A phone with the shorter names of RELAY's flat form: `{ type: 'phone', to, from }`. */
export interface PhoneOptions extends RingingOptions {
  /** The number to call. */
  readonly to: string;
  /**
   * The caller id: a number of your project.
   * @default a number that RELAY picks
   */
  readonly from?: string | undefined;
}

/** A SIP header. RELAY passes on only names that begin with `X-`. */
export interface SIPHeader {
  readonly name: string;
  readonly value: string;
}

/** A SIP endpoint. */
export interface SIPParams extends RingingOptions {
  /** The address to call, for example `sip:alice@example.com`. */
  readonly to: string;
  /** The address shown to the called party. By default, RELAY picks one. */
  readonly from?: string | undefined;
  /** The name shown to the called party. */
  readonly fromName?: string | undefined;
  readonly headers?: readonly SIPHeader[] | undefined;
  /** Codecs in order of preference, for example `['OPUS', 'PCMU']`; by default, RELAY picks. */
  readonly codecs?: readonly string[] | undefined;
  /** Whether the media is WebRTC. */
  readonly webrtcMedia?: boolean | undefined;
  /** The encryption of the media. */
  readonly encryption?: 'mandatory' | 'optional' | 'forbidden' | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Seconds between refreshes of the session. */
  readonly sessionTimeout?: number | undefined;
}

/** A browser or an app. */
export interface WebRTCParams extends RingingOptions {
  /** The resource to call. */
  readonly to: string;
  /** The number or resource shown to the called party. By default, RELAY picks one. */
  readonly from?: string | undefined;
  /** Codecs in order of preference; by default, RELAY picks. */
  readonly codecs?: readonly string[] | undefined;
}

/** An Agora channel. */
export interface AgoraParams extends Pick<RingingOptions, 'timeout' | 'maxDuration'> {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  /** The Agora app. */
  readonly appid: string;
  /** The Agora channel. */
  readonly channel: string;
}

/** An existing call. */
export interface CallParams {
  readonly callId: string;
  readonly nodeId: string;
}

/** The next call of a queue. */
export interface QueueParams {
  readonly queueName: string;
  readonly queueId?: string | undefined;
  /** The RELAY node of the queue. */
  readonly nodeId?: string | undefined;
  /** The document that the queued call runs afterwards. */
  readonly executeAfterQueue?: string | undefined;
}

/** A WebSocket that receives and sends audio. RELAY's default `codec` is `PCMU`. */
export interface StreamParams extends StreamTarget {
  /**
   * Whether audio is sent in real time.
   * @default `false`, by RELAY
   */
  readonly realtime?: boolean | undefined;
}

/** Devices that can be dialled, by type. */
export interface Ringing {
  readonly phone: PhoneParams;
  readonly sip: SIPParams;
  readonly webrtc: WebRTCParams;
  readonly agora: AgoraParams;
}
/** Devices that a call can be connected to, by type. */
export interface Connectable extends Ringing {
  readonly call: CallParams;
  readonly queue: QueueParams;
  readonly stream: StreamParams;
}

/** A device that can be dialled: `{ type, params: { … } }` as on the wire, or with the params beside the type. */
export type DialDevice = Tagged<Ringing> | ({ readonly type: 'phone' } & PhoneOptions);
/** A device that a call can be connected to: one that can be dialled, a call, the next call of a queue, or a stream. */
export type ConnectDevice = Tagged<Connectable> | ({ readonly type: 'phone' } & PhoneOptions);

/**
 * The devices of a dial or a connect: a list of groups. The groups are called in turn, the devices of a group at the
 * same time, and the first to answer wins. RELAY calls at most 20 devices in all groups.
 *
 * A single device, alone or in a list, is a group. A flat list of several devices is refused, since RELAY's documents
 * disagree about its meaning.
 */
export type DeviceGroups<D> = readonly (readonly D[])[] | readonly [D] | D;
