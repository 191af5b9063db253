import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { PlayEvent } from '../protocol/events/play.js';
import { StoppableAction } from './stoppable-action.js';
import { volumeParams } from './volume.js';

/**
 * A `calling.play`: emits `calling.call.play` events, and completes on finished and error.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/play-action
 */
export class PlayAction extends StoppableAction<PlayEvent> {
  /** Holds the playback where it is: `calling.play.pause`. */
  pause(): Observable<CommandResult> {
    return this.command('pause');
  }

  /** Continues the playback: `calling.play.resume`. */
  resume(): Observable<CommandResult> {
    return this.command('resume');
  }

  /**
   * Sets the volume of the playback: `calling.play.volume`.
   *
   * @param db −40 to 40 dB.
   * @throws {RangeError} when it is not.
   */
  volume(db: number): Observable<CommandResult> {
    return this.command('volume', volumeParams(db));
  }
}
