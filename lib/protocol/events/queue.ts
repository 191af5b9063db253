import * as t from 'io-ts';
import { eventCodec, type EventBase, type EventCodec } from './event.js';
import { fieldSet, number, open, text } from './fields.js';
import type { Open } from './open.js';

/** The call has joined the queue, was taken out to be connected, or has left. */
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
 * `calling.call.queue`: the position of a call in a queue has changed, or it has left the queue. RELAY sends some of
 * these without a control id.
 */
export interface QueueEvent extends EventBase<'calling.call.queue'> {
  /** The change: the call has joined, was taken out to be connected, or has left. */
  readonly status: Open<QueueStatus> | undefined;
  /** The id of the queue. */
  readonly queueId: string | undefined;
  /** The name of the queue. */
  readonly queueName: string | undefined;
  /** The position of the call in the queue, from 1. */
  readonly position: number | undefined;
  /** The number of calls in the queue. */
  readonly size: number | undefined;
  /** The average wait, in seconds. */
  readonly avgTime: number | undefined;
  /** When the call joined, in µs since 1970. */
  readonly enqueueTs: number | undefined;
  /** When the call was taken out, in µs since 1970. */
  readonly dequeueTs: number | undefined;
  /** When the call left, in µs since 1970. */
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
 * Makes a predicate for the events of one entry into a queue. RELAY sends some without a control id, `dequeue` above
 * all; they are recognised by the name or id of the queue. The id is learned from earlier events.
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

/** Whether a queue event ends its operation: the call has left the queue. */
export const endsQueue = ({ status }: QueueEvent): boolean => status === 'dequeue' || status === 'leave';
