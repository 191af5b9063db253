import * as t from 'io-ts';
import { eventCodec, maybe, type EventBase, type EventCodec } from './event.js';
import { fieldSet, open, text } from './fields.js';
import { Peer, readPeer, writePeer, type CallPeer } from './parties.js';
import type { Open } from './open.js';

export type ConnectState = 'connecting' | 'connected' | 'disconnected' | 'failed';

const progress = fieldSet({ connectState: open<ConnectState>() }, { tag: text, failedReason: text });

/** `calling.call.connect`: the progress of connecting a call to another one, its `peer`. */
export interface ConnectEvent extends EventBase<'calling.call.connect'> {
  /** The state: `connected` when the two can talk, `disconnected` when they no longer can. */
  readonly connectState: Open<ConnectState>;
  /** The call at the other end, once there is one. */
  readonly peer: CallPeer | undefined;
  /** The tag of the request. */
  readonly tag: string | undefined;
  /** The reason, if `connectState` is `failed`. */
  readonly failedReason: string | undefined;
}

export const connectEventCodec: EventCodec<ConnectEvent> = eventCodec(
  'calling.call.connect',
  t.intersection([progress.wire, t.partial({ peer: maybe(Peer) })]),
  ({ peer, ...params }) => ({ peer: readPeer(peer), ...progress.read(params) }),
  (fields) => ({ ...progress.write(fields), peer: writePeer(fields.peer) }),
);
