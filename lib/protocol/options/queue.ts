import { operation, operationReader, type OperationOptions, type OperationRequest } from './operation.js';
import { mistyped, optional, required, type Schema } from './schema.js';
import { text, url } from './values.js';

/**
 * Options of `call.queueEnter`: `calling.queue.enter`. RELAY makes the queue if it does not exist.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/queue-enter
 */
export interface QueueEnterOptions extends OperationOptions {
  /** The name of the queue. */
  readonly queueName: string;
  /**
   * Media to play during the wait: the URL of a recording.
   * @default music of RELAY's
   */
  readonly waitUrl?: string | undefined;
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

/**
 * Options of `call.queueLeave`: `calling.queue.leave`. At least one of `queueName` and `queueId` is required.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/queue-leave
 */
export interface QueueLeaveOptions extends Pick<OperationOptions, 'controlId'> {
  /** The name of the queue. */
  readonly queueName?: string | undefined;
  /** The id of the queue, from `calling.call.queue` events. */
  readonly queueId?: string | undefined;
  /** URL to which RELAY also posts the events. */
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
