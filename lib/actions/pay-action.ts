import type { PayEvent } from '../protocol/events/pay.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A `calling.pay`: emits `calling.call.pay` events, and completes on finished and error.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/pay-action
 */
export class PayAction extends StoppableAction<PayEvent> {}
