import * as t from 'io-ts';
import { defined, maybe } from './event.js';

/** One end of a call, as on the wire: a phone, a SIP address, a browser. */
export interface CallDevice {
  /** The type, for example `phone`; empty if RELAY gives none. */
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The call at the other end, if one is connected. */
export interface CallPeer {
  readonly callId: string;
  readonly nodeId: string | undefined;
  readonly device: CallDevice | undefined;
  /** The id of the queue that it was taken from, if any. */
  readonly queueId: string | undefined;
  readonly queueName: string | undefined;
}

/** Any object: a call must not be lost because RELAY describes its device differently. */
export const Device = t.UnknownRecord;

/** Reads a device whose params are in `params` or beside the type. */
export function readDevice(device: t.TypeOf<typeof Device> | null | undefined): CallDevice | undefined {
  if (!device) return undefined;
  const { type, params, ...beside } = device;
  return { type: typeof type === 'string' ? type : '', params: t.UnknownRecord.is(params) ? params : beside };
}

/** The number or address of one end of a device: `from_number` of a phone, `from` of a SIP address or a browser. */
export function partyOf(device: CallDevice | undefined, end: 'from' | 'to'): string | undefined {
  const party = device?.params[`${end}_number`] ?? device?.params[end];
  return typeof party === 'string' && party !== '' ? party : undefined;
}

/** RELAY sometimes sends an empty object for no peer. */
export const Peer = t.partial(
  {
    call_id: maybe(t.string),
    node_id: maybe(t.string),
    device: maybe(Device),
    queue_id: maybe(t.string),
    queue_name: maybe(t.string),
  },
  'Peer',
);

export function readPeer(peer: t.TypeOf<typeof Peer> | null | undefined): CallPeer | undefined {
  const callId = peer?.call_id ?? undefined;
  if (callId === undefined) return undefined;
  return {
    callId,
    nodeId: peer?.node_id ?? undefined,
    device: readDevice(peer?.device),
    queueId: peer?.queue_id ?? undefined,
    queueName: peer?.queue_name ?? undefined,
  };
}

export const writePeer = (peer: CallPeer | undefined): Record<string, unknown> | undefined =>
  peer &&
  defined({
    call_id: peer.callId,
    node_id: peer.nodeId,
    device: peer.device,
    queue_id: peer.queueId,
    queue_name: peer.queueName,
  });
