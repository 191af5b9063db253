import * as t from 'io-ts';
import type { END_REASONS } from '../constants.js';
import { eventCodec, maybe, type EventBase, type EventCodec } from './event.js';
import type { Open } from './open.js';
import { Device, Peer, readDevice, readPeer, writePeer, type CallDevice, type CallPeer } from './parties.js';

export type { CallDevice, CallPeer } from './parties.js';

export type CallState = Open<'created' | 'ringing' | 'answered' | 'ending' | 'ended'>;
export type CallDirection = Open<'inbound' | 'outbound'>;
export type EndReason = Open<(typeof END_REASONS)[number]>;

const callParams = t.partial({
  segment_id: maybe(t.string),
  tag: maybe(t.string),
  direction: maybe(t.string),
  device: maybe(Device),
});

interface CallFields {
  readonly callId: string;
  readonly segmentId: string | undefined;
  readonly tag: string | undefined;
  readonly direction: CallDirection | undefined;
  readonly device: CallDevice | undefined;
}

const readCall = (params: { call_id: string } & t.TypeOf<typeof callParams>): CallFields => ({
  callId: params.call_id,
  segmentId: params.segment_id ?? undefined,
  tag: params.tag ?? undefined,
  direction: (params.direction ?? undefined) as CallDirection | undefined,
  device: readDevice(params.device),
});

const writeCall = (fields: CallFields): Record<string, unknown> => ({
  segment_id: fields.segmentId,
  tag: fields.tag,
  direction: fields.direction,
  device: fields.device,
});

/** Fields of the events about a call as a whole. */
export interface CallEventBase<T extends 'calling.call.receive' | 'calling.call.state'> extends EventBase<T> {
  /** The id of the call. */
  readonly callId: string;
  /** The id of the call's segment. */
  readonly segmentId: string | undefined;
  /** The tag of the call, if it was dialled with one. */
  readonly tag: string | undefined;
  /** `inbound`, or `outbound` for a call that was dialled. */
  readonly direction: CallDirection | undefined;
  /** Both ends of the call, as on the wire. */
  readonly device: CallDevice | undefined;
}

/** `calling.call.receive`: RELAY offers an inbound call to this client. */
export interface CallReceiveEvent extends CallEventBase<'calling.call.receive'> {
  /** The id of the RELAY node that serves the call. */
  readonly nodeId: string;
  /** The state of the call, usually `created`. */
  readonly callState: CallState;
  /** The context in which the call was offered. */
  readonly context: string | undefined;
  /** The id of the project. */
  readonly projectId: string | undefined;
}

export const callReceiveEventCodec: EventCodec<CallReceiveEvent> = eventCodec(
  'calling.call.receive',
  t.intersection([
    t.type({ call_id: t.string, node_id: t.string }),
    callParams,
    t.partial({ call_state: maybe(t.string), context: maybe(t.string), project_id: maybe(t.string) }),
  ]),
  (params) => ({
    nodeId: params.node_id,
    callState: (params.call_state ?? 'created') as CallState,
    context: params.context ?? undefined,
    projectId: params.project_id ?? undefined,
    ...readCall(params),
  }),
  (fields) => ({
    ...writeCall(fields),
    call_state: fields.callState,
    context: fields.context,
    project_id: fields.projectId,
  }),
);

/** `calling.call.state`: the state of a call has changed: created, ringing, answered, ending or ended. */
export interface CallStateEvent extends CallEventBase<'calling.call.state'> {
  /** The new state of the call. */
  readonly callState: CallState;
  /** The reason of the end. */
  readonly endReason: EndReason | undefined;
  /** The call at the other end, if one is connected. */
  readonly peer: CallPeer | undefined;
  /** When the call began, in ms since 1970. */
  readonly startTime: number | undefined;
  /** When the call was answered, in ms since 1970. */
  readonly answerTime: number | undefined;
  /** When the call ended, in ms since 1970. */
  readonly endTime: number | undefined;
}

export const callStateEventCodec: EventCodec<CallStateEvent> = eventCodec(
  'calling.call.state',
  t.intersection([
    t.type({ call_id: t.string, call_state: t.string }),
    callParams,
    t.partial({
      end_reason: maybe(t.string),
      peer: maybe(Peer),
      start_time: maybe(t.number),
      answer_time: maybe(t.number),
      end_time: maybe(t.number),
    }),
  ]),
  (params) => ({
    callState: params.call_state as CallState,
    endReason: (params.end_reason ?? undefined) as EndReason | undefined,
    peer: readPeer(params.peer),
    startTime: params.start_time ?? undefined,
    answerTime: params.answer_time ?? undefined,
    endTime: params.end_time ?? undefined,
    ...readCall(params),
  }),
  (fields) => ({
    ...writeCall(fields),
    call_state: fields.callState,
    end_reason: fields.endReason,
    peer: writePeer(fields.peer),
    start_time: fields.startTime,
    answer_time: fields.answerTime,
    end_time: fields.endTime,
  }),
);
