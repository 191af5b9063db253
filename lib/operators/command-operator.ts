import { from, type Observable, type ObservableInput } from 'rxjs';
import { withNotifier } from '../actions/action.js';
import type { CommandName } from '../actions/kind.js';
import { Notifier } from '../actions/notifier.js';
import type { CommandResult } from '../protocol/answer.js';

/**
 * An action, as command operators see it. Its events are `any` so that RxJS's free `pipe` can join a command operator
 * and a reader: `pipe(stop(notifier), digits())`.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export interface Commandable extends Observable<any> {
  /** @internal */
  [withNotifier](notifier: Notifier): this;
}

/** An action that can be stopped. */
export interface Stoppable extends Commandable {
  stop(): Observable<CommandResult>;
}

/** An action that can be paused and resumed. */
export interface Pausable extends Stoppable {
  pause(): Observable<CommandResult>;
  resume(): Observable<CommandResult>;
}

/** An action that has a volume. */
export interface Audible extends Stoppable {
  volume(db: number): Observable<CommandResult>;
}

/** An action whose input timers can be started. */
export interface Timed extends Stoppable {
  startInputTimers(): Observable<CommandResult>;
}

/** An operator that returns the same action with one more notifier. Errors name it by `command`. */
export function commandOperator<C extends Commandable>(
  command: CommandName & keyof C,
  notifier: ObservableInput<unknown>,
  params: (value: unknown) => object = () => ({}),
): <A extends C>(action: A) => A {
  const values$ = from(notifier);
  return (action) => {
    if (typeof (action as Partial<C>)[command] !== 'function' || typeof action[withNotifier] !== 'function') {
      throw new TypeError(`${command}() needs an action that has ${command}, as its first operators`);
    }
    return action[withNotifier](new Notifier(command, values$, params));
  };
}
