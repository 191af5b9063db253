import type { AIEvent } from '../protocol/events/ai.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * An AI agent on the call: `calling.ai`. It completes on a `calling.call.ai` event that says finished or error. RELAY
 * need not send one: otherwise it completes with the call.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/ai-action
 */
export class AIAction extends StoppableAction<AIEvent> {}
