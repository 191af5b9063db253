import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { RecordEvent } from '../protocol/events/record.js';
import { oneOf } from '../protocol/options/values.js';
import { StoppableAction } from './stoppable-action.js';

/** What a paused recording holds for the time of the pause. */
export interface RecordPauseOptions {
  /** `skip` (RELAY's default) leaves the pause out of the recording, `silence` records silence. */
  readonly behavior?: 'skip' | 'silence';
}

const checkBehavior = oneOf('skip', 'silence');

/**
 * A `calling.record`: emits `calling.call.record` events, and completes on finished, with `url`, `duration` (seconds) and
 * `size` (bytes), and on no_input.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/record-action
 */
export class RecordAction extends StoppableAction<RecordEvent> {
  /**
   * Pauses the recording: `calling.record.pause`.
   *
   * @throws {RangeError} when the behaviour is neither `skip` nor `silence`.
   */
  pause({ behavior }: RecordPauseOptions = {}): Observable<CommandResult> {
    return this.command(
      'pause',
      behavior === undefined ? {} : { behavior: checkBehavior(behavior, 'pause.behavior') },
    );
  }

  /** Goes on with the recording: `calling.record.resume`. */
  resume(): Observable<CommandResult> {
    return this.command('resume');
  }
}
