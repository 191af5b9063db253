import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { PlayEvent } from '../protocol/events/play.js';
import { StoppableAction } from './stoppable-action.js';
import { volumeParams } from './volume.js';

/**
 * A playback: `calling.play`. It emits `calling.call.play` events, and completes on finished and error.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/play-action
 */
export class PlayAction extends StoppableAction<PlayEvent> {
  /** Pauses the playback: `calling.play.pause`. */
  pause(): Observable<CommandResult> {
    return this.command('pause');
  }

  /** Resumes the playback where it was paused: `calling.play.resume`. */
  resume(): Observable<CommandResult> {
    return this.command('resume');
  }

  /**
   * Sets the volume of the playback: `calling.play.volume`.
   *
   * @param db −40 to 40 dB.
   * @throws {RangeError} when `db` is out of range.
   */
  volume(db: number): Observable<CommandResult> {
    return this.command('volume', volumeParams(db));
  }
}
