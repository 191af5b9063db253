import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { CollectEvent } from '../protocol/events/collect.js';
import type { PlayEvent } from '../protocol/events/play.js';
import { StoppableAction } from './stoppable-action.js';
import { volumeParams } from './volume.js';

/**
 * A `calling.play_and_collect`: a prompt is played and the caller's digits or speech are collected.
 *
 * It emits `calling.call.collect` events, partial results and start of input as they come, and completes on
 * finished, error, no_input and no_match. The playback's events share its control id and never end it; they are
 * `playback$`.
 *
 * @example
 * ```ts
 * import { tts } from 'relay-rx';
 *
 * const action = call.playAndCollect({
 *   media: [tts('Press 1 for sales, 2 for support.')],
 *   collect: { digits: { max: 1, digitTimeout: 5 } },
 * });
 * const event = await action.wait();
 * console.log(event.result);
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/collect-action
 */
export class CollectAction extends StoppableAction<CollectEvent> {
  /**
   * How the prompt's playback goes, for the run in progress, or the next one when there is none: watching it starts
   * nothing. It completes when that run ends.
   */
  get playback$(): Observable<PlayEvent> {
    return this.otherHalf$ as Observable<PlayEvent>;
  }

  /**
   * Sets the volume of the prompt: `calling.play_and_collect.volume`.
   *
   * @param db −40 to 40 dB.
   * @throws {RangeError} when it is not.
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/collect-action/volume
   */
  volume(db: number): Observable<CommandResult> {
    return this.command('volume', volumeParams(db));
  }

  /**
   * Starts `initialTimeout`, where `startInputTimers: false` held it back: `calling.collect.start_input_timers`.
   *
   * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/collect-action/start-input-timers
   */
  startInputTimers(): Observable<CommandResult> {
    return this.command('startInputTimers');
  }
}
