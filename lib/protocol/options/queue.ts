import { operation, operationReader, type OperationOptions, type OperationRequest } from './operation.js';
import { mistyped, optional, required, type Schema } from './schema.js';
import { text, url } from './values.js';

/**
 * `calling.queue.enter`: the call waits in a queue, which is made when there is none of that name.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/queue-enter
 */
export interface QueueEnterOptions extends OperationOptions {
  /** The name of the queue. */
  readonly queueName: string;
  /** Media for the caller while waiting: the URL of a recording. RELAY plays music when it is left out. */
  readonly waitUrl?: string | undefined;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

/**
 * `calling.queue.leave`: the call waits no longer. At least one of `queueName` and `queueId`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/queue-leave
 */
export interface QueueLeaveOptions extends Pick<OperationOptions, 'controlId'> {
  /** The name of the queue. */
  readonly queueName?: string | undefined;
  /** As `calling.call.queue` events give it. */
  readonly queueId?: string | undefined;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

export const queueEnterSchema: Schema<QueueEnterOptions> = {
  ...operation,
  queueName: required(text),
  waitUrl: optional(url),
  statusUrl: optional(url),
};

export const queueLeaveSchema: Schema<QueueLeaveOptions> = {
  controlId: operation.controlId,
  queueName: optional(text),
  queueId: optional(text),
  statusUrl: optional(url),
};

export const readQueueEnter = operationReader<QueueEnterOptions>('queueEnter', queueEnterSchema);

const leave = operationReader<QueueLeaveOptions>('queueLeave', queueLeaveSchema);
export function readQueueLeave(options: QueueLeaveOptions): OperationRequest {
  const request = leave(options);
  if (!('queue_name' in request.params) && !('queue_id' in request.params))
    throw mistyped('queueLeave', 'needs a queueName or a queueId');
  return request;
}
