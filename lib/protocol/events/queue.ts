import * as t from 'io-ts';
import { eventCodec, type EventOf } from './event.js';
import { fieldSet, number, open, text } from './fields.js';

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
export const QueueEvent = eventCodec(
  'calling.call.queue',
  t.intersection([place.wire, queue.wire]),
  (params) => {
    const { id: queueId, name: queueName } = queue.read(params);
    return { queueId, queueName, ...place.read(params) };
  },
  (fields) => ({ ...place.write(fields), id: fields.queueId, name: fields.queueName }),
);
export type QueueEvent = EventOf<typeof QueueEvent>;

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
