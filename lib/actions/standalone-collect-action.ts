import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { CollectEvent } from '../protocol/events/collect.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A collect without a prompt, of digits or speech: `calling.collect`. It emits `calling.call.collect` events: start of
 * input, partial results, and the final result, after which it completes (finished, error, no_input or no_match).
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/standalone-collect-action
 */
export class StandaloneCollectAction extends StoppableAction<CollectEvent> {
  /** Starts `initialTimeout`, where `startInputTimers: false` held it back: `calling.collect.start_input_timers`. */
  startInputTimers(): Observable<CommandResult> {
    return this.command('startInputTimers');
  }
}
