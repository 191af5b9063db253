import { encodeEvent, type EventTypes, type RelayEvent } from '../protocol/events/index.js';
import type { EventBase } from '../protocol/events/event.js';

/** The address of an event. By default, the latest operation of the first call. */
export interface Address {
  readonly callId?: string | undefined;
  /** The control id; `null` for an event without one. */
  readonly controlId?: string | null | undefined;
}

/** An event for RELAY to send. Its address is completed when it is due. */
export interface ServerEvent extends Address {
  readonly type: string;
  /** The fields of the event type, in camelCase, or for a type without a codec `params` as they go on the wire. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whether the event is meant not to decode. */
  readonly isMalformed?: boolean;
}

/** The optional fields of a known event type, without those that every event has. */
export type FieldsOf<T extends keyof EventTypes> = Partial<Omit<EventTypes[T], keyof EventBase<T>>>;

/** Options of a builder: further fields of the event, and its address. */
export type EventOptions<T extends keyof EventTypes, K extends keyof EventTypes[T] = never> = Omit<
  FieldsOf<T>,
  K
> &
  Address;

/** Builds an event of a known type. */
export function build<T extends keyof EventTypes>(
  type: T,
  fields: FieldsOf<T>,
  { callId, controlId, ...more }: FieldsOf<T> & Address = {},
): ServerEvent {
  return {
    type,
    fields: { ...fields, ...more },
    ...(callId === undefined ? {} : { callId }),
    ...(controlId === undefined ? {} : { controlId }),
  };
}

/** An event of any type, with `params` as they go on the wire. */
export const event = (
  type: string,
  params: Readonly<Record<string, unknown>> = {},
  address: Address = {},
): ServerEvent => ({
  type,
  fields: { params },
  ...address,
});

/**
 * An event that does not decode, with `params` as they go on the wire, for tests of `errors$`. A `MarbleScriptError` if
 * it does decode.
 */
export const malformedEvent = (
  type: string,
  params: Readonly<Record<string, unknown>>,
  address: Address = {},
): ServerEvent => ({ ...event(type, params, address), isMalformed: true });

/** The params of `signalwire.event` for an event with an address. */
export function wireEvent(
  { type, fields }: ServerEvent,
  timestamp: number,
  address: { callId: string | undefined; nodeId: string; controlId: string | undefined },
): object {
  return encodeEvent({ params: {}, ...fields, type, timestamp, ...address } as RelayEvent);
}
