import type { SendDigitsEvent } from '../protocol/events/send-digits.js';
import { Action } from './action.js';

/**
 * Digits sent to the other end: `calling.send_digits`. It completes on finished. Digits that were sent cannot be
 * cancelled: unsubscribing sends nothing.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/send-digits
 */
export class SendDigitsAction extends Action<SendDigitsEvent> {}
