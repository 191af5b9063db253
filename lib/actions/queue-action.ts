import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { QueueEvent } from '../protocol/events/queue.js';
import { Action } from './action.js';

/**
 * The call in a queue: `calling.queue.enter`. It emits `calling.call.queue` events with the call's position, and
 * completes when the call has left the queue. Unsubscribing takes the call out.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/queue-enter
 */
export class QueueAction extends Action<QueueEvent> {
  /** Takes the call out of the queue: `calling.queue.leave`. With no run in progress it sends nothing. */
  leave(): Observable<CommandResult> {
    return this.command('stop');
  }
}
