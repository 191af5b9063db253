import * as E from 'fp-ts/lib/Either.js';
import type * as t from 'io-ts';
import { explain } from '../explain.js';
import { RelayProtocolError } from '../errors.js';
import { aiEventCodec, type AIEvent } from './ai.js';
import {
  callReceiveEventCodec,
  callStateEventCodec,
  type CallReceiveEvent,
  type CallStateEvent,
} from './call.js';
import { callingErrorEventCodec, type CallingErrorEvent } from './calling-error.js';
import { collectEventCodec, type CollectEvent } from './collect.js';
import { conferenceEventCodec, type ConferenceEvent } from './conference.js';
import { connectEventCodec, type ConnectEvent } from './connect.js';
import { detectEventCodec, type DetectEvent } from './detect.js';
import { dialEventCodec, type DialEvent } from './dial.js';
import {
  WireEvent,
  isWireEvent,
  wireEvent,
  type EventBase,
  type EventCodec,
  type WireParams,
} from './event.js';
import { faxEventCodec, type FaxEvent } from './fax.js';
import {
  messageReceiveEventCodec,
  messageStateEventCodec,
  type MessageReceiveEvent,
  type MessageStateEvent,
} from './message.js';
import { other, type Open, type Other } from './open.js';
import { payEventCodec, type PayEvent } from './pay.js';
import { playEventCodec, type PlayEvent } from './play.js';
import { queueEventCodec, type QueueEvent } from './queue.js';
import { recordEventCodec, type RecordEvent } from './record.js';
import { referEventCodec, type ReferEvent } from './refer.js';
import { sendDigitsEventCodec, type SendDigitsEvent } from './send-digits.js';
import {
  denoiseEventCodec,
  echoEventCodec,
  holdEventCodec,
  type DenoiseEvent,
  type EchoEvent,
  type HoldEvent,
} from './sound.js';
import { streamEventCodec, type StreamEvent } from './stream.js';
import { tapEventCodec, type TapEvent } from './tap.js';
import { transcribeEventCodec, type TranscribeEvent } from './transcribe.js';

/** The events that this library decodes, by `type`. A new one needs a row here. */
export interface EventTypes {
  'calling.call.receive': CallReceiveEvent;
  'calling.call.state': CallStateEvent;
  'calling.call.play': PlayEvent;
  'calling.call.collect': CollectEvent;
  'calling.call.dial': DialEvent;
  'calling.call.record': RecordEvent;
  'calling.call.detect': DetectEvent;
  'calling.call.connect': ConnectEvent;
  'calling.call.send_digits': SendDigitsEvent;
  'calling.call.fax': FaxEvent;
  'calling.call.tap': TapEvent;
  'calling.call.stream': StreamEvent;
  'calling.call.pay': PayEvent;
  'calling.call.transcribe': TranscribeEvent;
  'calling.call.ai': AIEvent;
  'calling.call.refer': ReferEvent;
  'calling.call.denoise': DenoiseEvent;
  'calling.call.echo': EchoEvent;
  'calling.call.hold': HoldEvent;
  'calling.call.queue': QueueEvent;
  'calling.conference': ConferenceEvent;
  'calling.error': CallingErrorEvent;
  'messaging.receive': MessageReceiveEvent;
  'messaging.state': MessageStateEvent;
}

/** An event of a type that this library does not decode: its fields are in `params`. */
export interface GenericEvent<T extends string = Other> extends EventBase<T> {}

/** Any event of RELAY, discriminated by `type`. */
export type RelayEvent = EventTypes[keyof EventTypes] | GenericEvent;

/** An event type: one that this library decodes, which editors suggest, or any other of RELAY's. */
export type EventType = Open<keyof EventTypes>;

/** The event of a type; a `GenericEvent` for a type that this library does not decode. */
export type EventOfType<T extends string> = T extends keyof EventTypes ? EventTypes[T] : GenericEvent<T>;

type AnyEventCodec = EventCodec<RelayEvent>;

const codecs: { readonly [T in keyof EventTypes]: EventCodec<EventTypes[T]> } = {
  'calling.call.receive': callReceiveEventCodec,
  'calling.call.state': callStateEventCodec,
  'calling.call.play': playEventCodec,
  'calling.call.collect': collectEventCodec,
  'calling.call.dial': dialEventCodec,
  'calling.call.record': recordEventCodec,
  'calling.call.detect': detectEventCodec,
  'calling.call.connect': connectEventCodec,
  'calling.call.send_digits': sendDigitsEventCodec,
  'calling.call.fax': faxEventCodec,
  'calling.call.tap': tapEventCodec,
  'calling.call.stream': streamEventCodec,
  'calling.call.pay': payEventCodec,
  'calling.call.transcribe': transcribeEventCodec,
  'calling.call.ai': aiEventCodec,
  'calling.call.refer': referEventCodec,
  'calling.call.denoise': denoiseEventCodec,
  'calling.call.echo': echoEventCodec,
  'calling.call.hold': holdEventCodec,
  'calling.call.queue': queueEventCodec,
  'calling.conference': conferenceEventCodec,
  'calling.error': callingErrorEventCodec,
  'messaging.receive': messageReceiveEventCodec,
  'messaging.state': messageStateEventCodec,
};

/** The codecs by event type. */
export const codecsByType: ReadonlyMap<string, AnyEventCodec> = new Map(
  Object.entries(codecs) as [string, AnyEventCodec][],
);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function generic(wire: WireEvent): GenericEvent {
  const params: WireParams = wire.params;
  return {
    type: other(wire.event_type),
    timestamp: wire.timestamp ?? undefined,
    callId: text(params['call_id']),
    nodeId: text(params['node_id']),
    controlId: text(params['control_id']),
    params,
  };
}

/**
 * Reads the params of a `signalwire.event`. It never throws: the error of params that do not decode says where and why.
 */
export function decodeEvent(params: unknown): E.Either<RelayProtocolError, RelayEvent> {
  if (!isWireEvent(params)) {
    return E.mapLeft(
      (errors: t.Errors) => new RelayProtocolError(`An event does not decode: ${explain(errors)}`),
    )(E.map(generic)(WireEvent.decode(params)));
  }
  const codec = codecsByType.get(params.event_type);
  if (codec === undefined) return E.right(generic(params));
  // `read` first: `decode` costs several times as much, and is needed only to explain what is wrong.
  const event = codec.read(params) as RelayEvent | undefined;
  if (event !== undefined) return E.right(event);
  return E.mapLeft(
    (errors: t.Errors) => new RelayProtocolError(`${params.event_type} does not decode: ${explain(errors)}`),
  )(codec.decode(params));
}

/** Writes an event as the params of a `signalwire.event`. */
export function encodeEvent(event: RelayEvent): WireEvent {
  return codecsByType.get(event.type)?.encode(event) ?? wireEvent(event);
}
