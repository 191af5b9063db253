import type { Observable } from 'rxjs';
import {
  EMPTY,
  ReplaySubject,
  concat,
  defer,
  filter,
  finalize,
  ignoreElements,
  of,
  skip,
  take,
  tap,
  throwError,
  throwIfEmpty,
  timeout,
  timer,
  type SchedulerLike,
} from 'rxjs';
import type { Caller } from '../../../simulator/call/caller.js';
import { textOf, type Heard } from '../../../simulator/call/heard.js';
import { REACTION_TIME } from '../../../simulator/engine/settings.js';
import { similarityOf } from './similarity.js';
import { SIMILARITY, stepText, type Patience, type Phrase, type Step } from './step.js';

/** Milliseconds that a step waits by default, so that every script ends. */
export const WITHIN = 60_000;

/** A finished step. */
export interface StepDone {
  readonly step: Step;
  /** In ms. */
  readonly took: number;
  /** The warning of a slow step that passed. */
  readonly warning: string | undefined;
}

/** An expectation of a script that was not met. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
}

/**
 * Runs the steps one after the other; the caller listens from now on. Emits each finished step, and completes after the
 * last.
 *
 * Errors with StepFailure if an expected prompt or event does not come in time.
 */
export function runScript(
  caller: Caller,
  steps: readonly Step[],
  scheduler: SchedulerLike,
): Observable<StepDone> {
  return defer(() => {
    const ear = new Ear(caller);
    const done = steps.map((step, index) =>
      defer(() => {
        const began = scheduler.now();
        const where = `step ${index + 1}, ${stepText(step)}`;
        return concat(
          reactionTo(steps[index - 1], step, scheduler),
          perform(step, caller, ear, scheduler, where).pipe(ignoreElements()),
          defer(() => of(doneOf(step, scheduler.now() - began, where))),
        );
      }),
    );
    return concat(...done).pipe(finalize(() => ear.close()));
  });
}

/** The delay before a caller acts on what they hear, as people need time to react. */
const reactionTo = (before: Step | undefined, step: Step, scheduler: SchedulerLike): Observable<never> =>
  before !== undefined && 'hear' in before && isAct(step)
    ? timer(REACTION_TIME, scheduler).pipe(ignoreElements())
    : EMPTY;

function doneOf(step: Step, took: number, where: string): StepDone {
  const { warnAfter } = step as Patience;
  const late = warnAfter !== undefined && took > warnAfter;
  return {
    step,
    took,
    warning: late ? `${where}: took ${Math.round(took)} ms, more than ${warnAfter} ms` : undefined,
  };
}

function perform(
  step: Step,
  caller: Caller,
  ear: Ear,
  scheduler: SchedulerLike,
  where: string,
): Observable<unknown> {
  if ('hear' in step)
    return ear
      .next((heard) => isHeard(step.hear, heard))
      .pipe(inTime(step, scheduler, where, () => `${endOf(caller)}${ear.since}`));
  if ('wait' in step) return timer(step.wait, scheduler);
  if ('transferredTo' in step) {
    const transferred$ = caller.transferredTo$.pipe(
      take(1),
      inTime(step, scheduler, where, () => endOf(caller)),
    );
    return transferred$.pipe(
      tap((dest) => {
        if (dest !== step.transferredTo) throw new StepFailure(`${where}: transferred to ${dest}`);
      }),
    );
  }
  if ('ended' in step)
    return caller.state$.pipe(
      filter((state) => state === 'ended'),
      inTime(step, scheduler, where, () => ''),
      tap(() => {
        if (step.ended !== true && step.ended !== caller.endReason)
          throw new StepFailure(`${where}: ended with ${caller.endReason ?? 'no reason'}`);
      }),
    );
  return defer(() => {
    // Both ends may hang up at the same time, so a second hangup is no failure.
    if (caller.state === 'ended' && !('hangUp' in step))
      return throwError(() => new StepFailure(`${where}: ${endOf(caller)}`));
    act(caller, step);
    return EMPTY;
  });
}

/** A step that acts instead of waiting. */
type ActStep = Exclude<
  Step,
  { hear: unknown } | { wait: unknown } | { transferredTo: unknown } | { ended: unknown }
>;

const isAct = (step: Step): step is ActStep =>
  !('hear' in step || 'wait' in step || 'transferredTo' in step || 'ended' in step);

function act(caller: Caller, step: ActStep): void {
  if ('press' in step) caller.press(step.press, step);
  else if ('say' in step) caller.say(step.say, step);
  else if ('mumble' in step) caller.mumble();
  else caller.hangUp();
}

const endOf = ({ state, endReason }: Caller): string =>
  state === 'ended' ? `the call had ended (${endReason ?? 'unknown'})` : `the call is ${state}`;

/** Emits the first value if it comes in time, and otherwise fails the step. */
const inTime =
  <T>({ within = WITHIN }: Patience, scheduler: SchedulerLike, where: string, why: () => string) =>
  (source$: Observable<T>): Observable<T> =>
    source$.pipe(
      timeout({
        first: within,
        scheduler,
        with: () => throwError(() => new StepFailure(`${where}: not within ${within} ms${because(why())}`)),
      }),
      take(1),
      throwIfEmpty(() => new StepFailure(`${where}: did not happen${because(why())}`)),
    );

const because = (why: string): string => (why === '' ? '' : `; ${why}`);

/** Whether heard media match the phrase. */
export function isHeard(phrase: Phrase, heard: Heard): boolean {
  const text = textOf(heard);
  if (typeof phrase === 'string') return text.includes(phrase);
  if ('exactly' in phrase) return text === phrase.exactly;
  return similarityOf(text, phrase.like) >= (phrase.similarity ?? SIMILARITY);
}

/** Keeps what a caller hears, so that a step finds a prompt that began during a wait. Each is matched only once. */
class Ear {
  readonly #heard$ = new ReplaySubject<Heard>(Infinity);
  readonly #listening;
  readonly #unmatched: string[] = [];
  #known = 0;

  constructor({ heard$ }: Caller) {
    this.#listening = heard$.subscribe(this.#heard$);
  }

  /** The media that no step has matched, as text. */
  get since(): string {
    const last = this.#unmatched.slice(-3).map((text) => JSON.stringify(text));
    return last.length === 0 ? ', and nothing was heard' : `, and heard was ${last.join(', ')}`;
  }

  next(matches: (heard: Heard) => boolean): Observable<Heard> {
    return defer(() => {
      this.#unmatched.length = 0;
      return this.#heard$.pipe(
        skip(this.#known),
        tap((heard) => {
          this.#known += 1;
          if (heard.kind !== 'silence' && !matches(heard)) this.#unmatched.push(textOf(heard));
        }),
        filter(matches),
        take(1),
      );
    });
  }

  close(): void {
    this.#listening.unsubscribe();
  }
}
