import { NEVER, tap, timer } from 'rxjs';
import type { Observable, SchedulerLike, Subscription } from 'rxjs';

import type { Callee } from '../call/callee.js';
import { checkScript } from '../call/script.js';
import type { CallerStep } from '../call/script.js';
import type { AnsweredBy } from '../call/party.js';
import { Behaviours } from './behaviours.js';
import { duration } from './settings.js';

/** The behaviour of a number that the app calls. */
export interface CalleeOptions {
  /** The number or address. @default every one without a behaviour of its own */
  readonly to?: string | undefined;
  /**
   * `answer`, `machine` (a greeting, then a beep) and `fax` answer; `busy`, `decline` and `noAnswer` do not;
   * `manual` rings until {@link Callee.answer} or {@link Callee.refuse}. @default 'answer'
   */
  readonly answer?: 'answer' | 'machine' | 'fax' | 'busy' | 'decline' | 'noAnswer' | 'manual' | undefined;
  /** Time in ms from the first ring to the answer. @default 1000 */
  readonly after?: number | undefined;
  /** Words spoken upon the answer. @default nothing; a machine asks for a message */
  readonly greeting?: string | undefined;
  /** Result of `calling.detect`. @default what `answer` says: 'machine', 'fax' or else 'human' */
  readonly answeredBy?: AnsweredBy | undefined;
  /** The callee's script, from the answer on; see {@link Caller.script}. */
  readonly script?: readonly CallerStep[] | undefined;
}

const DEFAULT_RING = 1000;

const answeredByOf = ({ answer, answeredBy }: CalleeOptions): AnsweredBy =>
  answeredBy ?? (answer === 'machine' || answer === 'fax' ? answer : 'human');

/** Behaviour of the numbers that the app may call. */
export class Callees {
  readonly #behaviours = new Behaviours<CalleeOptions>();

  set(options: CalleeOptions): Subscription {
    duration('after', options.after ?? 0);
    checkScript(options.script ?? []);
    return this.#behaviours.set(options);
  }

  clear(): void {
    this.#behaviours.clear();
  }

  /** The behaviour of a number, with `answeredBy` filled in. */
  of(to: string): CalleeOptions & { readonly answeredBy: AnsweredBy } {
    const behaviour = this.#behaviours.of(to) ?? {};
    return { ...behaviour, answeredBy: answeredByOf(behaviour) };
  }
}

/** The callee's reaction to the ringing. */
export const react = (
  callee: Callee,
  { answer = 'answer', after = DEFAULT_RING }: CalleeOptions,
  scheduler: SchedulerLike,
): Observable<unknown> => {
  switch (answer) {
    case 'noAnswer':
    case 'manual':
      return NEVER;
    case 'busy':
    case 'decline':
      return timer(after, scheduler).pipe(tap(() => callee.refuse(answer)));
    case 'answer':
    case 'machine':
    case 'fax':
      return timer(after, scheduler).pipe(tap(() => callee.answer()));
  }
};
