import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { compiledCheck } from '../compiled-check.js';
import { isSameJson } from '../same-json.js';

/** The inner `params` of an event, as RELAY sent them. */
export type WireParams = Readonly<Record<string, unknown>>;

/** The contents of `signalwire.event`: a type, a time and the event's own params. */
export const WireEvent = t.intersection(
  [
    t.type({ event_type: t.string, params: t.UnknownRecord }),
    t.partial({ timestamp: t.union([t.number, t.null, t.undefined]) }),
  ],
  'WireEvent',
);
export type WireEvent = t.TypeOf<typeof WireEvent>;

/** Whether a value from JSON is what `signalwire.event` carries. */
export const isWireEvent = compiledCheck(WireEvent);

/** Fields of every event. */
export interface EventBase<T extends string> {
  /** RELAY's `event_type`. */
  readonly type: T;
  /** When RELAY sent it, in seconds since 1970. */
  readonly timestamp: number | undefined;
  readonly callId: string | undefined;
  readonly nodeId: string | undefined;
  /** The operation that the event belongs to, as named by who started it. */
  readonly controlId: string | undefined;
  /** The wire's own object, untouched: everything that the fields above and below do not name is here. */
  readonly params: WireParams;
}

/** Both ways between `signalwire.event`'s params and one event type of this library. */
export interface EventCodec<E extends EventBase<string>> extends t.Type<E, WireEvent> {
  readonly eventType: string;
  /** The event, of params that are as they must be; undefined for others, of which `decode` says what is wrong. */
  readonly read: (wire: WireEvent) => E | undefined;
}

/** An optional field: RELAY leaves it out, and now and then sends null. */
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
 * @param eventType RELAY's `event_type`.
 * @param wire what the params must look like; more keys than these are welcome.
 * @param read the camelCase fields that belong to this type, from params that `wire` has accepted.
 * @param write those fields as params again. Keys that are undefined are left out.
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

  // The params were checked: only their names and nesting change from here on.
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
      // What is as it was read goes back as it stood: flat or nested, null or left out, with all that is not named.
      const before = Params.is(value.params) ? write(read(value.params)) : {};
      const fields = Object.entries(write(value)).filter(([name, field]) => !isSameJson(field, before[name]));
      return wireEvent(value, Object.fromEntries(fields));
    },
  );
  const readWire = ({ timestamp, params }: WireEvent): Event | undefined =>
    isParams(params) ? event(timestamp, params) : undefined;
  return Object.assign(codec, { eventType, read: readWire });
}

/** An event as RELAY sends it: its params, overlaid with what its ids and `fields` say. */
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
