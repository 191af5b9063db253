import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { CollectEvent } from '../protocol/events/collect.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A `calling.collect`: collects digits or speech without a prompt. Emits `calling.call.collect` events, partial results
 * and start of input as they come, and completes on finished, error, no_input and no_match.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/standalone-collect-action
 */
export class StandaloneCollectAction extends StoppableAction<CollectEvent> {
  /** Starts `initialTimeout`, where `startInputTimers: false` held it back: `calling.collect.start_input_timers`. */
  startInputTimers(): Observable<CommandResult> {
    return this.command('startInputTimers');
  }
}
