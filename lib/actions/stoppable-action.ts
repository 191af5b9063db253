import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { RelayEvent } from '../protocol/events/index.js';
import { Action } from './action.js';

/** An action whose operation can be stopped. */
export abstract class StoppableAction<E extends RelayEvent> extends Action<E> {
  /**
   * Stops the operation (`calling.play.stop`, `calling.record.stop` …); RELAY then ends it with a terminal event. With
   * no run in progress it completes empty and sends nothing; so it does when the operation turns out to be over.
   */
  stop(): Observable<CommandResult> {
    return this.command('stop');
  }
}
