import { of, type ObservableInput } from 'rxjs';
import { volumeParams } from '../actions/volume.js';
import { commandOperator, type Audible } from './command-operator.js';

/**
 * Sets the volume of the playback: once at the start of each run, or to each value of a stream.
 *
 * Each value sends the action's volume command (`calling.play_and_collect.volume`, `calling.play.volume`) for the run
 * in progress. The stream is subscribed once for each run and unsubscribed with it. An error of the stream is reported
 * on `errors$`, and the operation continues. A refused command is reported there too, unless the operation is over.
 *
 * @param db −40 to 40 dB, or a stream of such numbers.
 * @returns a function from an action to the same kind of action.
 * @throws {RangeError} when a number is out of range; a value of a stream that is out of range is reported on `errors$`
 * and not sent.
 * @example
 * ```ts
 * import { tts, volume } from 'relay-rx';
 * import { of } from 'rxjs';
 *
 * const slider$ = of(-6, 3);
 * call.play({ media: [tts('Louder now.')] }).pipe(volume(slider$)).subscribe();
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/collect-action/volume
 */
export function volume(db: number | ObservableInput<number>): <A extends Audible>(action: A) => A {
  if (typeof db !== 'number') return commandOperator<Audible>('volume', db, volumeParams);
  const params = volumeParams(db);
  return commandOperator<Audible>('volume', of(db), () => params);
}
