import type { DetectEvent } from '../protocol/events/detect.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A `calling.detect`: emits `calling.call.detect` events, and completes on finished and error. `wait()` gives the first
 * that says something (`HUMAN`, `MACHINE`, a tone, a digit), or the last where none does; `detected()` reads them.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/detect-action
 */
export class DetectAction extends StoppableAction<DetectEvent> {}
