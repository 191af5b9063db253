import type {
  AgoraParams,
  CallParams,
  ConnectDevice,
  DialDevice,
  PhoneOptions,
  QueueParams,
  SIPParams,
  StreamParams,
  WebRTCParams,
} from './device-params.js';

export type { PhoneOptions } from './device-params.js';

/**
 * A phone to dial or connect to.
 *
 * @example
 * ```ts
 * import { phone } from 'relay-rx';
 *
 * // Both ring; the first to answer gets the call.
 * call.connect({
 *   devices: [[phone({ to: '+15550101', from: '+15550100' }), phone({ to: '+15550102', from: '+15550100' })]],
 * }).subscribe();
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/dial
 */
export const phone = ({ to, from, ...params }: PhoneOptions): DialDevice => ({
  type: 'phone',
  params: { toNumber: to, fromNumber: from, ...params },
});

/**
 * A SIP endpoint to dial or connect to.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/dial
 */
export const sip = (params: SIPParams): DialDevice => ({ type: 'sip', params });

/**
 * A browser or an app to dial or connect to.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/dial
 */
export const webrtc = (params: WebRTCParams): DialDevice => ({ type: 'webrtc', params });

/** An Agora channel to dial or connect to. */
export const agora = (params: AgoraParams): DialDevice => ({ type: 'agora', params });

/**
 * An existing call to connect to, for example a `Call`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/connect
 */
export const callDevice = ({ callId, nodeId }: CallParams): ConnectDevice => ({
  type: 'call',
  params: { callId, nodeId },
});

/**
 * The next call of a queue, to connect to.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/connect
 */
export const queueDevice = (params: QueueParams): ConnectDevice => ({ type: 'queue', params });

/**
 * A WebSocket to connect to, which receives and sends audio.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/connect
 */
export const streamDevice = (params: StreamParams): ConnectDevice => ({ type: 'stream', params });
