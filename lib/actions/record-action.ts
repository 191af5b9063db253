import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { RecordEvent } from '../protocol/events/record.js';
import { readRecordPause, type RecordPauseOptions } from '../protocol/options/record.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A recording: `calling.record`. It emits `calling.call.record` events, and completes on finished (with `url`,
 * `duration` in seconds and `size` in bytes), on no_input and on error. The operator `recorded()` reads the result.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/record-action
 */
export class RecordAction extends StoppableAction<RecordEvent> {
  /**
   * Pauses the recording: `calling.record.pause`.
   *
   * @throws {RangeError} when the behaviour is neither `skip` nor `silence`.
   */
  pause(options: RecordPauseOptions = {}): Observable<CommandResult> {
    return this.command('pause', readRecordPause(options));
  }

  /** Resumes the recording: `calling.record.resume`. */
  resume(): Observable<CommandResult> {
    return this.command('resume');
  }
}
