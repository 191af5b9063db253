import type { ObservableInput } from 'rxjs';
import { commandOperator, type Timed } from './command-operator.js';

/**
 * Starts the initial timeout of a collect when the notifier emits, where `startInputTimers: false` held it back.
 *
 * Each value sends `calling.collect.start_input_timers` for the run in progress. The notifier is subscribed once for
 * each run and unsubscribed with it. An error of the notifier is reported on `errors$`, and the operation continues. A
 * refused command is reported there too, unless the operation is over.
 *
 * @param notifier when to start the timers.
 * @returns a function from an action to the same kind of action.
 * @example
 * ```ts
 * import { digits, startInputTimers, tts } from 'relay-rx';
 * import { timer } from 'rxjs';
 *
 * call
 *   .playAndCollect({
 *     media: [tts('Look at your card, and enter its number when you have it.')],
 *     collect: { digits: { max: 1 }, initialTimeout: 10, startInputTimers: false },
 *   })
 *   .pipe(startInputTimers(timer(1000)), digits())
 *   .subscribe((digit) => console.log(digit));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/collect-action/start-input-timers
 */
export function startInputTimers(notifier: ObservableInput<unknown>): <A extends Timed>(action: A) => A {
  return commandOperator<Timed>('startInputTimers', notifier);
}
