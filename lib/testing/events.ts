import { encodeEvent, type EventTypes, type RelayEvent } from '../protocol/events/index.js';
import type { EventBase } from '../protocol/events/event.js';

/** Which operation, and which call, an event is for, where that is not the latest operation of the first call. */
export interface Address {
  readonly callId?: string | undefined;
  /** `null` for an event that carries none. */
  readonly controlId?: string | null | undefined;
}

/** An event that RELAY is to send. Where it goes is filled in when it is due. */
export interface ServerEvent extends Address {
  readonly type: string;
  /** The fields of the event type, in camelCase, or for a type without a codec `params` as they go on the wire. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whether it is meant not to decode. */
  readonly isMalformed?: boolean;
}

/** The fields of an event type that is known, beside what every event has; none of them is needed. */
export type FieldsOf<T extends keyof EventTypes> = Partial<Omit<EventTypes[T], keyof EventBase<T>>>;

/** Options of a builder: the event's further fields, and where it goes. */
export type EventOptions<T extends keyof EventTypes, K extends keyof EventTypes[T] = never> = Omit<
  FieldsOf<T>,
  K
> &
  Address;

/** An event of a type that is known. */
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
 * An event that does not decode, with `params` as they go on the wire: what a flow does of it, and what is reported on
 * `errors$`. One that does decode is a mistake of the test (`MarbleScriptError`).
 */
export const malformedEvent = (
  type: string,
  params: Readonly<Record<string, unknown>>,
  address: Address = {},
): ServerEvent => ({ ...event(type, params, address), isMalformed: true });

/** The params of `signalwire.event` for an event that goes where `address` says. */
export function wireEvent(
  { type, fields }: ServerEvent,
  timestamp: number,
  address: { callId: string | undefined; nodeId: string; controlId: string | undefined },
): object {
  return encodeEvent({ params: {}, ...fields, type, timestamp, ...address } as RelayEvent);
}
