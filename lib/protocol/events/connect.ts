import * as t from 'io-ts';
import { eventCodec, maybe, type EventOf } from './event.js';
import { fieldSet, open, text } from './fields.js';
import { Peer, readPeer, writePeer } from './parties.js';

export type ConnectState = 'connecting' | 'connected' | 'disconnected' | 'failed';

const progress = fieldSet({ connectState: open<ConnectState>() }, { tag: text, failedReason: text });

/** `calling.call.connect`: how the connection of a call with another, its `peer`, is going. */
export const ConnectEvent = eventCodec(
  'calling.call.connect',
  t.intersection([progress.wire, t.partial({ peer: maybe(Peer) })]),
  ({ peer, ...params }) => ({ peer: readPeer(peer), ...progress.read(params) }),
  (fields) => ({ ...progress.write(fields), peer: writePeer(fields.peer) }),
);
export type ConnectEvent = EventOf<typeof ConnectEvent>;
