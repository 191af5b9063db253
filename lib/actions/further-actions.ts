import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { AIEvent } from '../protocol/events/ai.js';
import type { DetectEvent } from '../protocol/events/detect.js';
import type { FaxEvent } from '../protocol/events/fax.js';
import type { PayEvent } from '../protocol/events/pay.js';
import type { QueueEvent } from '../protocol/events/queue.js';
import type { SendDigitsEvent } from '../protocol/events/send-digits.js';
import type { StreamEvent } from '../protocol/events/stream.js';
import type { TapEvent } from '../protocol/events/tap.js';
import type { TranscribeEvent } from '../protocol/events/transcribe.js';
import { Action } from './action.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A `calling.detect`: emits `calling.call.detect` events, and completes on finished and error. `wait()` gives the first
 * that says something (`HUMAN`, `MACHINE`, a tone, a digit), or the last where none does; `detected()` reads them.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/detect-action
 */
export class DetectAction extends StoppableAction<DetectEvent> {}

/**
 * A `calling.send_fax` or `calling.receive_fax`: emits `calling.call.fax` events, pages as they pass, and completes on
 * finished and error.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/fax-action
 */
export class FaxAction extends StoppableAction<FaxEvent> {}

/**
 * A `calling.tap`: emits `calling.call.tap` events, and completes on finished.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/tap-action
 */
export class TapAction extends StoppableAction<TapEvent> {}

/**
 * A `calling.stream`: emits `calling.call.stream` events, and completes on finished.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/stream-action
 */
export class StreamAction extends StoppableAction<StreamEvent> {}

/**
 * A `calling.pay`: emits `calling.call.pay` events, and completes on finished and error.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/pay-action
 */
export class PayAction extends StoppableAction<PayEvent> {}

/**
 * A `calling.transcribe`: emits `calling.call.transcribe` events, and completes on finished.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/transcribe-action
 */
export class TranscribeAction extends StoppableAction<TranscribeEvent> {}

/**
 * A `calling.ai`: RELAY promises no events of its own for it; it completes with the call, or on `calling.call.ai`
 * finished and error.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/ai-action
 */
export class AIAction extends StoppableAction<AIEvent> {}

/**
 * A `calling.send_digits`: completes on finished. Digits on their way cannot be taken back: leaving it sends nothing.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/send-digits
 */
export class SendDigitsAction extends Action<SendDigitsEvent> {}

/**
 * A `calling.queue.enter`: emits `calling.call.queue` events with the call's position, and completes when the call is
 * in the queue no longer. Unsubscribing takes it out.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/queue-enter
 */
export class QueueAction extends Action<QueueEvent> {
  /** Takes the call out of the queue: `calling.queue.leave`. With no run in progress it sends nothing. */
  leave(): Observable<CommandResult> {
    return this.command('stop');
  }
}
