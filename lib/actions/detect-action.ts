import type { DetectEvent } from '../protocol/events/detect.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A detector of machines, faxes or digits: `calling.detect`. It emits `calling.call.detect` events, and completes on
 * finished and error. `wait()` resolves with the first event that has a finding (`HUMAN`, `MACHINE`, a tone, a digit),
 * or with the last event if none has. The operator `detected()` reads the findings.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/detect-action
 */
export class DetectAction extends StoppableAction<DetectEvent> {}
