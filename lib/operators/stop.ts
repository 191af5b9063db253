import type { ObservableInput } from 'rxjs';
import { commandOperator, type Stoppable } from './command-operator.js';

/**
 * Stops the operation when the notifier emits.
 *
 * ```text
 * action    --p-----p---------(r|)
 * notifier  ---------s-s-|
 * sent      c--------S-S
 * ```
 *
 * Each value sends the action's stop command (`calling.play_and_collect.stop`, `calling.play.stop` …) for the run in
 * progress; RELAY then ends it with a terminal event. The notifier is subscribed once for each run and unsubscribed
 * with it. Nothing happens when it completes. An error of the notifier is reported on `errors$`, and the operation
 * continues. A refused command is reported there too, unless the operation is over.
 *
 * @param notifier when to stop.
 * @returns a function from an action to the same kind of action.
 * @example
 * ```ts
 * import { stop, tts } from 'relay-rx';
 * import { timer } from 'rxjs';
 *
 * call.play({ media: [tts('All our agents are busy. Please hold the line.')] }).pipe(stop(timer(500))).subscribe();
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/collect-action/stop
 */
export function stop(notifier: ObservableInput<unknown>): <A extends Stoppable>(action: A) => A {
  return commandOperator<Stoppable>('stop', notifier);
}
