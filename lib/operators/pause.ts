import type { ObservableInput } from 'rxjs';
import { commandOperator, type Pausable } from './command-operator.js';

/**
 * Pauses the operation when the notifier emits: `calling.play.pause`, for the run in progress.
 *
 * The notifier is subscribed once for each run and unsubscribed with it. An error of the notifier is reported on
 * `errors$`, and the operation continues. A refused command is reported there too, unless the operation is over.
 *
 * @param notifier when to pause.
 * @returns a function from an action to the same kind of action.
 * @example
 * ```ts
 * import { pause, resume, tts } from 'relay-rx';
 * import { timer } from 'rxjs';
 *
 * call.play({ media: [tts('One moment please.')] }).pipe(pause(timer(100)), resume(timer(300))).subscribe();
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/play-action
 */
export function pause(notifier: ObservableInput<unknown>): <A extends Pausable>(action: A) => A {
  return commandOperator<Pausable>('pause', notifier);
}
