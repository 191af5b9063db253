import type { TapEvent } from '../protocol/events/tap.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * The call's audio sent to a device: `calling.tap`. It emits `calling.call.tap` events, and completes on finished.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/tap-action
 */
export class TapAction extends StoppableAction<TapEvent> {}
