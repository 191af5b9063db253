import type { ObservableInput } from 'rxjs';
import { commandOperator, type Pausable } from './command-operator.js';

/**
 * Resumes a paused operation when the notifier emits: `calling.play.resume`, for the run in progress.
 *
 * The notifier is subscribed once for each run and unsubscribed with it. An error of the notifier is reported on
 * `errors$`, and the operation continues. A refused command is reported there too, unless the operation is over.
 *
 * @param notifier when to resume.
 * @returns a function from an action to the same kind of action.
 * @see {@link pause} for an example
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/play-action
 */
export function resume(notifier: ObservableInput<unknown>): <A extends Pausable>(action: A) => A {
  return commandOperator<Pausable>('resume', notifier);
}
