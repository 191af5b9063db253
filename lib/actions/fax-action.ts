import type { FaxEvent } from '../protocol/events/fax.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A `calling.send_fax` or `calling.receive_fax`: emits `calling.call.fax` events, pages as they pass, and completes on
 * finished and error.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/fax-action
 */
export class FaxAction extends StoppableAction<FaxEvent> {}
