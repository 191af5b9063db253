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
 * A phone, to be dialled or connected with.
 *
 * @example
 * ```ts
 * import { phone } from 'relay-rx';
 *
 * // Both ring; whoever answers first gets the call.
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
 * A SIP endpoint, to be dialled or connected with.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/dial
 */
export const sip = (params: SIPParams): DialDevice => ({ type: 'sip', params });

/**
 * A browser or an app, to be dialled or connected with.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/dial
 */
export const webrtc = (params: WebRTCParams): DialDevice => ({ type: 'webrtc', params });

/** A channel of Agora, to be dialled or connected with. */
export const agora = (params: AgoraParams): DialDevice => ({ type: 'agora', params });

/**
 * A call that is there already, to be connected with: a `Call` will do.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/connect
 */
export const callDevice = ({ callId, nodeId }: CallParams): ConnectDevice => ({
  type: 'call',
  params: { callId, nodeId },
});

/**
 * The next call of a queue, to be connected with.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/connect
 */
export const queueDevice = (params: QueueParams): ConnectDevice => ({ type: 'queue', params });

/**
 * A WebSocket that hears and speaks, to be connected with.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/connect
 */
export const streamDevice = (params: StreamParams): ConnectDevice => ({ type: 'stream', params });
