import type { PayEvent } from '../protocol/events/pay.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A payment by phone: `calling.pay`. It emits `calling.call.pay` events, and completes on finished and error. The
 * operator `paid()` reads the result.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/pay-action
 */
export class PayAction extends StoppableAction<PayEvent> {}
