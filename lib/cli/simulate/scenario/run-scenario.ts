import { Observable, merge, type SchedulerLike } from 'rxjs';
import type { Caller } from '../../../simulator/call/caller.js';
import type { CallReport } from './report.js';
import { runScript } from './run-script.js';
import type { CallerPlan, Scenario } from './scenario.js';
import type { Pace } from './pace.js';

export interface ScenarioStage {
  readonly place: (call: { context: string; from: string; to: string }) => Caller;
  /** The clock of the callers. */
  readonly scheduler: SchedulerLike;
  readonly pace: Pace;
}

/** An event of a scenario: a call has started or ended. */
export type ScenarioEvent =
  { readonly kind: 'began' } | { readonly kind: 'over'; readonly report: CallReport };

/** Runs every caller of a scenario; completes when all of their calls have ended. */
export const runScenario = ({ callers }: Scenario, stage: ScenarioStage): Observable<ScenarioEvent> =>
  merge(...callers.map((plan) => runPlan(plan, stage)));

/** Makes the calls of one kind of caller at its rate, times the current pace. */
function runPlan(plan: CallerPlan, stage: ScenarioStage): Observable<ScenarioEvent> {
  return new Observable((subscriber) => {
    let started = 0;
    let over = 0;
    const startOne = (): void => {
      const index = started;
      started += 1;
      subscriber.next({ kind: 'began' });
      subscriber.add(
        runCall(plan, index, stage).subscribe((report) => {
          over += 1;
          subscriber.next({ kind: 'over', report });
          if (over === plan.count) subscriber.complete();
        }),
      );
    };
    if (plan.perSecond === undefined) {
      while (started < plan.count && !subscriber.closed) startOne();
      return;
    }
    const { perSecond } = plan;
    subscriber.add(
      stage.scheduler.schedule(function () {
        startOne();
        if (started < plan.count) this.schedule(undefined, 1000 / (perSecond * stage.pace.factor));
      }),
    );
  });
}

/** Makes one call. Emits its outcome; never errors. */
const runCall = (
  plan: CallerPlan,
  index: number,
  { place, scheduler }: ScenarioStage,
): Observable<CallReport> =>
  new Observable((subscriber) => {
    const { from, to, script } = plan.call(index);
    const began = scheduler.now();
    const caller = place({ context: plan.context, from, to });
    const warnings: string[] = [];
    const waits: number[] = [];
    const end = (failure?: string): void => {
      // After its last step the caller hangs up, unless the app already has.
      caller.hangUp();
      const took = scheduler.now() - began;
      const { callId } = caller;
      subscriber.next({ caller: plan.name, number: index + 1, callId, from, failure, warnings, waits, took });
      subscriber.complete();
    };
    return runScript(caller, script, scheduler).subscribe({
      next: ({ step, took, warning }) => {
        if ('hear' in step) waits.push(took);
        if (warning !== undefined) warnings.push(warning);
      },
      error: (error: unknown) => end(error instanceof Error ? error.message : String(error)),
      complete: () => end(),
    });
  });
