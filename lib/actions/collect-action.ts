import type { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import type { CollectEvent } from '../protocol/events/collect.js';
import type { PlayEvent } from '../protocol/events/play.js';
import { StoppableAction } from './stoppable-action.js';
import { volumeParams } from './volume.js';

/**
 * A prompt that collects the caller's digits or speech: `calling.play_and_collect`.
 *
 * It emits `calling.call.collect` events: start of input, partial results, and the final result, after which it
 * completes (finished, error, no_input or no_match). The events of the playback have the same control id and never end
 * it; `playback$` emits them.
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
   * The playback events of the prompt, for the run in progress or else the next one. It completes when that run ends.
   * Subscribing sends nothing.
   */
  get playback$(): Observable<PlayEvent> {
    return this.otherHalf$ as Observable<PlayEvent>;
  }

  /**
   * Sets the volume of the prompt: `calling.play_and_collect.volume`.
   *
   * @param db −40 to 40 dB.
   * @throws {RangeError} when `db` is out of range.
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
