import type { AIEvent } from '../protocol/events/ai.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A `calling.ai`: RELAY promises no events of its own for it; it completes with the call, or on `calling.call.ai`
 * finished and error.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/ai-action
 */
export class AIAction extends StoppableAction<AIEvent> {}
