import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { RelayEvent } from '../protocol/events/index.js';
import { Action } from './action.js';

/** An action whose operation can be stopped. */
export abstract class StoppableAction<E extends RelayEvent> extends Action<E> {
  /**
   * Stops the operation (`calling.play.stop`, `calling.record.stop` …); RELAY then ends it with a terminal event.
   * Without a run in progress it sends nothing and completes empty; it also completes empty when RELAY answers that the
   * operation is over.
   */
  stop(): Observable<CommandResult> {
    return this.command('stop');
  }
}
