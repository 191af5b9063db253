import * as t from 'io-ts';
import { eventCodec, type EventBase, type EventCodec } from './event.js';
import { fieldSet, number, open, text } from './fields.js';
import type { Open } from './open.js';

/** The call has joined the queue, was taken out to be connected, or has left by itself. */
export type QueueStatus = 'enqueue' | 'dequeue' | 'leave';

const place = fieldSet(
  {},
  {
    status: open<QueueStatus>(),
    position: number,
    size: number,
    avgTime: number,
    enqueueTs: number,
    dequeueTs: number,
    leaveTs: number,
  },
);
const queue = fieldSet({}, { id: text, name: text });

/**
 * `calling.call.queue`: a call in a queue, at `position` of `size`. `avgTime` is how long calls wait on average, in
 * seconds; `enqueueTs`, `dequeueTs` and `leaveTs` are in µs since 1970. One without a control id is of the call's queue
 * by that name or id.
 */
export interface QueueEvent extends EventBase<'calling.call.queue'> {
  /** The change: the call has joined, was taken out to be connected, or has left by itself. */
  readonly status: Open<QueueStatus> | undefined;
  /** The id that RELAY has given the queue. */
  readonly queueId: string | undefined;
  /** The name of the queue. */
  readonly queueName: string | undefined;
  /** The place of the call in the queue, from 1. */
  readonly position: number | undefined;
  /** How many calls are in the queue. */
  readonly size: number | undefined;
  /** How long calls wait on average, in seconds. */
  readonly avgTime: number | undefined;
  /** When the call joined, in µs since 1970. */
  readonly enqueueTs: number | undefined;
  /** When the call was taken out, in µs since 1970. */
  readonly dequeueTs: number | undefined;
  /** When the call left by itself, in µs since 1970. */
  readonly leaveTs: number | undefined;
}

export const queueEventCodec: EventCodec<QueueEvent> = eventCodec(
  'calling.call.queue',
  t.intersection([place.wire, queue.wire]),
  (params) => {
    const { id: queueId, name: queueName } = queue.read(params);
    return { queueId, queueName, ...place.read(params) };
  },
  (fields) => ({ ...place.write(fields), id: fields.queueId, name: fields.queueName }),
);

/**
 * Makes what tells the events of one entry into a queue, by the queue they name: RELAY sends some without a control id,
 * `dequeue` above all. The id of the queue is learned from the events that carry one.
 */
export function claimsQueue({
  queue_name: entered,
}: Readonly<Record<string, unknown>>): (event: QueueEvent) => boolean {
  const names = new Set<unknown>([entered]);
  let id: string | undefined;
  return ({ controlId, queueId, queueName }) => {
    if (controlId !== undefined) {
      id ??= queueId;
      if (queueName !== undefined) names.add(queueName);
      return true;
    }
    if (id !== undefined && queueId !== undefined) return id === queueId;
    return queueName === undefined || names.has(queueName);
  };
}

/** Whether a queue event ends its operation: the call is in the queue no longer. */
export const endsQueue = ({ status }: QueueEvent): boolean => status === 'dequeue' || status === 'leave';
