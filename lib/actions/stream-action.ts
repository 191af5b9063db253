import type { StreamEvent } from '../protocol/events/stream.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * The call's audio streamed to a WebSocket: `calling.stream`. It emits `calling.call.stream` events, and completes on
 * finished.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/stream-action
 */
export class StreamAction extends StoppableAction<StreamEvent> {}
