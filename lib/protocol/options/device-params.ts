import type { StreamTarget } from './stream.js';
import type { Tagged } from './tagged.js';

/** Options of every device that rings. */
export interface RingingOptions {
  /**
   * Seconds to ring before giving up.
   * @default 30, by RELAY
   */
  readonly timeout?: number | undefined;
  /** Seconds after which RELAY ends the leg: a whole number of at least 1. */
  readonly maxDuration?: number | undefined;
  /** Where RELAY posts the states of the leg. */
  readonly callStateUrl?: string | undefined;
  /**
   * Which of them.
   * @default `ended` alone, by RELAY
   */
  readonly callStateEvents?: readonly ('created' | 'ringing' | 'answered' | 'ended')[] | undefined;
  /** Document that the answering party must confirm before the leg is connected: the URL of a SWML document, or one as it stands. */
  readonly confirm?: string | readonly unknown[] | undefined;
  /** Seconds that the confirmation may take. */
  readonly confirmTimeout?: number | undefined;
}

/** A phone. Numbers are E.164 (`+15550100`), or short ones of 3 to 8 digits (`911`). */
export interface PhoneParams extends RingingOptions {
  /** The number that is called. */
  readonly toNumber: string;
  /** The number that is shown: one of your project's. RELAY picks it when it is left out. */
  readonly fromNumber?: string | undefined;
}

/** A phone by the shorter names that RELAY's flat form has: `{ type: 'phone', to, from }`. */
export interface PhoneOptions extends RingingOptions {
  /** The number that is called. */
  readonly to: string;
  /** The number that is shown: one of your project's. RELAY picks it when it is left out. */
  readonly from?: string | undefined;
}

/** A header of SIP. Only names that begin with `X-` pass. */
export interface SIPHeader {
  readonly name: string;
  readonly value: string;
}

/** A SIP endpoint. */
export interface SIPParams extends RingingOptions {
  /** The address that is called, for example `sip:alice@example.com`. */
  readonly to: string;
  /** The address that is shown. RELAY picks it when it is left out. */
  readonly from?: string | undefined;
  /** The name that is shown. */
  readonly fromName?: string | undefined;
  readonly headers?: readonly SIPHeader[] | undefined;
  /** Codecs in order of preference, for example `['OPUS', 'PCMU']`; RELAY picks when it is left out. */
  readonly codecs?: readonly string[] | undefined;
  /** Whether the media is WebRTC's. */
  readonly webrtcMedia?: boolean | undefined;
  /** Whether the media is encrypted. */
  readonly encryption?: 'mandatory' | 'optional' | 'forbidden' | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Seconds between refreshes of the session. */
  readonly sessionTimeout?: number | undefined;
}

/** A browser or an app. */
export interface WebRTCParams extends RingingOptions {
  /** The resource that is called. */
  readonly to: string;
  /** The number or resource that is shown. RELAY picks it when it is left out. */
  readonly from?: string | undefined;
  /** Codecs in order of preference; RELAY picks when it is left out. */
  readonly codecs?: readonly string[] | undefined;
}

/** A channel of Agora. */
export interface AgoraParams extends Pick<RingingOptions, 'timeout' | 'maxDuration'> {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  /** The Agora app. */
  readonly appid: string;
  /** The Agora channel. */
  readonly channel: string;
}

/** A call that is there already. */
export interface CallParams {
  readonly callId: string;
  readonly nodeId: string;
}

/** A call that waits in a queue. */
export interface QueueParams {
  readonly queueName: string;
  readonly queueId?: string | undefined;
  /** The node that has the queue. */
  readonly nodeId?: string | undefined;
  /** Document with which the queued call continues afterwards. */
  readonly executeAfterQueue?: string | undefined;
}

/** A WebSocket that hears and speaks. RELAY's default `codec` is `PCMU`. */
export interface StreamParams extends StreamTarget {
  /**
   * Whether audio is sent as it comes.
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
/** Devices that a call can be connected with, by its type. */
export interface Connectable extends Ringing {
  readonly call: CallParams;
  readonly queue: QueueParams;
  readonly stream: StreamParams;
}

/** A device that can be dialled: `{ type, params: { … } }`, as the wire has it, or with the params beside the type. */
export type DialDevice = Tagged<Ringing> | ({ readonly type: 'phone' } & PhoneOptions);
/** A device that a call can be connected with: one that can be dialled, a call, the next call of a queue, or a stream. */
export type ConnectDevice = Tagged<Connectable> | ({ readonly type: 'phone' } & PhoneOptions);

/**
 * The devices of a dial or a connect: a list of groups. The groups are tried in turn, the devices of a group ring at
 * the same time, and the first to answer wins. RELAY tries 20 devices at most, all groups counted.
 *
 * A device by itself, or alone in a list, is a group of its own. More than one in a flat list is refused: RELAY's
 * documents read it now one way, now the other.
 */
export type DeviceGroups<D> = readonly (readonly D[])[] | readonly [D] | D;
