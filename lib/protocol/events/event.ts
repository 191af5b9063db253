import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { compiledCheck } from '../compiled-check.js';
import { isSameJson } from '../same-json.js';

/** The inner `params` of an event, as RELAY sent them. */
export type WireParams = Readonly<Record<string, unknown>>;

/** The params of `signalwire.event`: a type, a time and the params of the event. */
export const WireEvent = t.intersection(
  [
    t.type({ event_type: t.string, params: t.UnknownRecord }),
    t.partial({ timestamp: t.union([t.number, t.null, t.undefined]) }),
  ],
  'WireEvent',
);
export type WireEvent = t.TypeOf<typeof WireEvent>;

/** Whether a value from JSON is the params of a `signalwire.event`. */
export const isWireEvent = compiledCheck(WireEvent);

/** Fields of every event. */
export interface EventBase<T extends string> {
  /** The type of the event: RELAY's `event_type`. */
  readonly type: T;
  /** The time at which RELAY sent it, in seconds since 1970. */
  readonly timestamp: number | undefined;
  readonly callId: string | undefined;
  readonly nodeId: string | undefined;
  /** The control id of the operation that it belongs to. */
  readonly controlId: string | undefined;
  /** The params as they came, including those that have no field here. */
  readonly params: WireParams;
}

/** Converts between the params of a `signalwire.event` and an event type of this library, in both directions. */
export interface EventCodec<E extends EventBase<string>> extends t.Type<E, WireEvent> {
  readonly eventType: string;
  /** Reads valid params as an event. Undefined for invalid ones, which `decode` explains. */
  readonly read: (wire: WireEvent) => E | undefined;
}

/** An optional field: RELAY leaves it out or, at times, sends null. */
export const maybe = <C extends t.Mixed>(codec: C): t.UnionC<[C, t.NullC, t.UndefinedC]> =>
  t.union([codec, t.null, t.undefined]);

/** The keys by which any event may be addressed. */
const addressed = t.partial({
  call_id: maybe(t.string),
  node_id: maybe(t.string),
  control_id: maybe(t.string),
});
type Addressed = t.TypeOf<typeof addressed>;

/**
 * Defines the codec of one event type.
 *
 * @param eventType The type of the event: RELAY's `event_type`.
 * @param wire the codec of the params; further keys are allowed.
 * @param read makes the camelCase fields of this type from params that `wire` has accepted.
 * @param write makes params from those fields. Undefined keys are left out.
 */
export function eventCodec<const T extends string, P extends object, F extends object>(
  eventType: T,
  wire: t.Type<P>,
  read: (params: P) => F,
  write: (fields: F) => Record<string, unknown>,
): EventCodec<EventBase<T> & F> {
  type Event = EventBase<T> & F;
  const Params = t.intersection([addressed, wire], eventType);
  const isParams = compiledCheck(Params);

  // The params are checked; only names and nesting change from here on.
  const event = (timestamp: number | null | undefined, params: Addressed & P): Event => ({
    type: eventType,
    timestamp: timestamp ?? undefined,
    callId: params.call_id ?? undefined,
    nodeId: params.node_id ?? undefined,
    controlId: params.control_id ?? undefined,
    params: params as WireParams,
    ...read(params),
  });

  const is = (value: unknown): value is Event =>
    t.UnknownRecord.is(value) && value['type'] === eventType && t.UnknownRecord.is(value['params']);

  const codec = new t.Type<Event, WireEvent, unknown>(
    eventType,
    is,
    (value, context) => {
      if (!WireEvent.is(value) || value.event_type !== eventType) {
        return t.failure(value, context, `not an event of type ${eventType}`);
      }
      const checked = Params.validate(value.params, t.appendContext(context, 'params', Params, value.params));
      return E.map((params: Addressed & P) => event(value.timestamp, params))(checked);
    },
    (value) => {
      // Fields that are unchanged are written as they came: flat or nested, null or left out, with all further keys.
      const before = Params.is(value.params) ? write(read(value.params)) : {};
      const fields = Object.entries(write(value)).filter(([name, field]) => !isSameJson(field, before[name]));
      return wireEvent(value, Object.fromEntries(fields));
    },
  );
  const readWire = ({ timestamp, params }: WireEvent): Event | undefined =>
    isParams(params) ? event(timestamp, params) : undefined;
  return Object.assign(codec, { eventType, read: readWire });
}

/** An event as RELAY sends it: its params, overlaid with its ids and `fields`. */
export function wireEvent(event: EventBase<string>, fields: Record<string, unknown> = {}): WireEvent {
  const { type, timestamp, callId, nodeId, controlId, params } = event;
  return {
    event_type: type,
    ...(timestamp === undefined ? {} : { timestamp }),
    params: {
      ...params,
      ...defined({ call_id: callId, node_id: nodeId, control_id: controlId }),
      ...defined(fields),
    },
  };
}

/** The entries that have a value. */
export function defined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
