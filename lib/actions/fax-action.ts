import type { FaxEvent } from '../protocol/events/fax.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A fax: `calling.send_fax` or `calling.receive_fax`. It emits a `calling.call.fax` event for each page, and completes
 * on finished and error.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/fax-action
 */
export class FaxAction extends StoppableAction<FaxEvent> {}
