import {
  EMPTY,
  ReplaySubject,
  concat,
  concatMap,
  defer,
  filter,
  finalize,
  from,
  ignoreElements,
  map,
  of,
  skip,
  take,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';

import type { Settings } from '../engine/settings.js';
import { isHeardIn } from './heard.js';
import type { Heard } from './heard.js';
import { keystrokes } from './keystrokes.js';
import { utterance } from './utterance.js';

/** A step of a scripted caller. `hear` is matched as in {@link isHeardIn}; times are in ms. */
export type CallerStep =
  /** Waits for a medium that no earlier step has heard. */
  | { readonly hear: string | RegExp | ((heard: Heard) => boolean) }
  | { readonly wait: number }
  | { readonly press: string; readonly gap?: number }
  | { readonly say: string; readonly confidence?: number }
  | { readonly mumble: true }
  | { readonly hangUp: true };

/** The party that follows a script. */
interface ScriptedCaller {
  readonly heard$: Observable<Heard>;
  readonly state$: Observable<'ringing' | 'answered' | 'ended'>;
  press(keys: string, options: { readonly gap?: number }): unknown;
  say(text: string, options: { readonly confidence?: number }): unknown;
  mumble(): unknown;
  hangUp(): void;
}

const matches = (pattern: Extract<CallerStep, { hear: unknown }>['hear'], heard: Heard): boolean =>
  typeof pattern === 'function' ? pattern(heard) : isHeardIn(heard, pattern);

const check = (step: CallerStep): void => {
  if ('press' in step) keystrokes(step.press, step.gap);
  if ('say' in step) utterance(step.say, step.confidence);
};

/** @throws {RangeError} for an invalid step */
export const checkScript = (steps: readonly CallerStep[]): void => steps.forEach(check);

const act = (
  caller: ScriptedCaller,
  step: Exclude<CallerStep, { hear: unknown } | { wait: number }>,
): void => {
  if ('press' in step) caller.press(step.press, step);
  else if ('say' in step) caller.say(step.say, step);
  else if ('mumble' in step) caller.mumble();
  else caller.hangUp();
};

const isHeard = (step: CallerStep | undefined): boolean => step !== undefined && 'hear' in step;

/** @param start$ the caller listens at once, and acts after this completes */
export const follow = (
  caller: ScriptedCaller,
  steps: readonly CallerStep[],
  { scheduler, reactionTime }: Pick<Settings, 'scheduler' | 'reactionTime'>,
  start$: Observable<unknown> = EMPTY,
): Observable<CallerStep> => {
  checkScript(steps);
  return defer(() => {
    // Keeps everything from the start, so that a `hear` after a `wait` finds a prompt that began during the wait.
    const heard$ = new ReplaySubject<Heard>(Infinity);
    const listening = caller.heard$.subscribe(heard$);
    let known = 0;

    const hear = (pattern: Extract<CallerStep, { hear: unknown }>['hear']): Observable<unknown> =>
      defer(() =>
        heard$.pipe(
          skip(known),
          tap(() => known++),
          filter((heard) => matches(pattern, heard)),
          take(1),
        ),
      );
    const perform = (step: CallerStep, index: number): Observable<unknown> => {
      if ('hear' in step) return hear(step.hear);
      if ('wait' in step) return timer(step.wait, scheduler);
      const acted$ = defer(() => {
        act(caller, step);
        return of(step);
      });
      const reacts = isHeard(steps[index - 1]) && reactionTime > 0;
      return reacts ? timer(reactionTime, scheduler).pipe(concatMap(() => acted$)) : acted$;
    };

    const over$ = caller.state$.pipe(filter((state) => state === 'ended'));
    return concat(start$.pipe(ignoreElements()), from(steps)).pipe(
      concatMap((step, index) => perform(step, index).pipe(map(() => step))),
      takeUntil(over$),
      finalize(() => listening.unsubscribe()),
    );
  });
};
