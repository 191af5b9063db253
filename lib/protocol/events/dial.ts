import * as t from 'io-ts';
import { defined, eventCodec, maybe, type EventBase, type EventCodec } from './event.js';
import { fieldSet, open, text } from './fields.js';
import { Device, readDevice, type CallDevice } from './parties.js';
import type { Open } from './open.js';

export type DialState = 'dialing' | 'answered' | 'failed';

/** The leg of a dial event. */
export interface DialedCall {
  readonly callId: string;
  readonly nodeId: string | undefined;
  readonly tag: string | undefined;
  readonly device: CallDevice | undefined;
  /** Whether this is the leg that answered first. */
  readonly dialWinner: boolean;
}

const Leg = t.partial({
  call_id: maybe(t.string),
  node_id: maybe(t.string),
  tag: maybe(t.string),
  device: maybe(Device),
  // Some servers write it as text.
  dial_winner: maybe(t.union([t.boolean, t.string])),
});

function readLeg(leg: t.TypeOf<typeof Leg> | null | undefined): DialedCall | undefined {
  const callId = leg?.call_id ?? undefined;
  if (callId === undefined) return undefined;
  return {
    callId,
    nodeId: leg?.node_id ?? undefined,
    tag: leg?.tag ?? undefined,
    device: readDevice(leg?.device),
    dialWinner: leg?.dial_winner === true || leg?.dial_winner === 'true',
  };
}

const writeLeg = (leg: DialedCall | undefined): Record<string, unknown> | undefined =>
  leg &&
  defined({
    call_id: leg.callId,
    node_id: leg.nodeId,
    tag: leg.tag,
    device: leg.device,
    dial_winner: leg.dialWinner,
  });

const progress = fieldSet({ dialState: open<DialState>() }, { tag: text, reason: text, source: text });

const codec = eventCodec(
  'calling.call.dial',
  t.intersection([
    progress.wire,
    t.partial({ call: maybe(Leg), call_id: maybe(t.string), node_id: maybe(t.string) }),
  ]),
  ({ call, ...params }) => {
    const leg = readLeg(call);
    return {
      call: leg,
      callId: leg?.callId ?? params.call_id ?? undefined,
      nodeId: leg?.nodeId ?? params.node_id ?? undefined,
      ...progress.read(params),
    };
  },
  (fields) => ({ ...progress.write(fields), call: writeLeg(fields.call) }),
);

/**
 * `calling.call.dial`: the progress of a dial. `callId` and `nodeId` are those of `call`, the leg that the event is
 * about.
 */
export interface DialEvent extends EventBase<'calling.call.dial'> {
  /** The state of the dial. */
  readonly dialState: Open<DialState>;
  /** The leg that the event is about. */
  readonly call: DialedCall | undefined;
  /** The tag of the dial. */
  readonly tag: string | undefined;
  /** The reason of a failure. */
  readonly reason: string | undefined;
  /** The source of a failure. */
  readonly source: string | undefined;
}

export const dialEventCodec: EventCodec<DialEvent> = Object.assign(
  new t.Type(codec.name, codec.is, codec.validate, (event: DialEvent) =>
    codec.encode(event.call === undefined ? event : { ...event, callId: undefined, nodeId: undefined }),
  ),
  { eventType: codec.eventType, read: codec.read },
);
