import * as t from 'io-ts';
import { defined, maybe } from './event.js';

/** One end of a call, in the wire's own words: a phone, a SIP address, a browser. */
export interface CallDevice {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The call at the other end, where one is connected. */
export interface CallPeer {
  readonly callId: string;
  readonly nodeId: string | undefined;
  readonly device: CallDevice | undefined;
}

export const Device = t.intersection(
  [t.type({ type: t.string }), t.partial({ params: maybe(t.UnknownRecord) })],
  'Device',
);

export const readDevice = (device: t.TypeOf<typeof Device> | null | undefined): CallDevice | undefined =>
  device ? { type: device.type, params: device.params ?? {} } : undefined;

/** The number or address at one end of a device: `from_number` of a phone, `from` of a SIP address or a browser. */
export function partyOf(device: CallDevice | undefined, end: 'from' | 'to'): string | undefined {
  const party = device?.params[`${end}_number`] ?? device?.params[end];
  return typeof party === 'string' && party !== '' ? party : undefined;
}

/** RELAY now and then sends an empty object for nobody. */
export const Peer = t.partial(
  { call_id: maybe(t.string), node_id: maybe(t.string), device: maybe(Device) },
  'Peer',
);

export function readPeer(peer: t.TypeOf<typeof Peer> | null | undefined): CallPeer | undefined {
  const callId = peer?.call_id ?? undefined;
  if (callId === undefined) return undefined;
  return { callId, nodeId: peer?.node_id ?? undefined, device: readDevice(peer?.device) };
}

export const writePeer = (peer: CallPeer | undefined): Record<string, unknown> | undefined =>
  peer && defined({ call_id: peer.callId, node_id: peer.nodeId, device: peer.device });
