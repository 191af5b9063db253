import { eventCodec, type EventBase, type EventCodec } from './event.js';
import { fieldSet, type Field, type FieldsOf } from './fields.js';

/**
 * The codec of an event type whose fields are all at the top level of its params.
 *
 * @param eventType RELAY's `event_type`.
 * @param needed the required fields.
 * @param others the optional fields.
 */
export function flatCodec<
  const T extends string,
  N extends Readonly<Record<string, Field<unknown>>>,
  O extends Readonly<Record<string, Field<unknown>>>,
>(eventType: T, needed: N, others: O): EventCodec<EventBase<T> & FieldsOf<N, O>> {
  const { wire, read, write } = fieldSet(needed, others);
  return eventCodec(eventType, wire, read, write);
}
