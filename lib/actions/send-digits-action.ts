import type { SendDigitsEvent } from '../protocol/events/send-digits.js';
import { Action } from './action.js';

/**
 * A `calling.send_digits`: completes on finished. Digits on their way cannot be taken back: leaving it sends nothing.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/send-digits
 */
export class SendDigitsAction extends Action<SendDigitsEvent> {}
