import { writeFile } from 'node:fs/promises';
import {
  Subscription,
  finalize,
  interval,
  lastValueFrom,
  takeUntil,
  tap,
  toArray,
  type Observable,
} from 'rxjs';
import { junitOf, summaryOf, type CallReport } from './scenario/report.js';
import { runScenario } from './scenario/run-scenario.js';
import { Pace } from './scenario/pace.js';
import type { Scenario } from './scenario/scenario.js';
import type { Simulation } from './simulation.js';
import { listenForKeys, type Keyboard } from '../terminal-keys.js';

export interface ScenarioRun {
  readonly file: string;
  readonly plan: Scenario;
  readonly junit: string | undefined;
  readonly quiet: boolean;
  readonly stderr: (text: string) => void;
  /** Whether stderr is a terminal, so that a line can be overwritten. */
  readonly isTerminal: boolean;
  /** The keyboard for `+` and `-`; undefined without a terminal. */
  readonly keyboard: Keyboard | undefined;
  readonly interrupt: () => void;
  /** Ends the run early and silently. */
  readonly interrupted$: Observable<unknown>;
}

/** Milliseconds between two progress lines. */
const PROGRESS = 250;

/** The contexts that a scenario calls. */
export const contextsOf = ({ callers }: Scenario): readonly string[] => [
  ...new Set(callers.map(({ context }) => context)),
];

/** Runs a scenario to its end and prints the outcome. Resolves to whether it passed. */
export async function performScenario(simulation: Simulation, run: ScenarioRun): Promise<boolean> {
  const { file, plan, junit, quiet, stderr } = run;
  const { clock } = simulation;
  const began = clock.now();
  const pace = new Pace();
  const reports: CallReport[] = [];
  const live = new Subscription();
  let started = 0;
  const total = plan.callers.reduce((sum, { count }) => sum + count, 0);
  if (!quiet && run.isTerminal) {
    if (run.keyboard !== undefined)
      live.add(
        listenForKeys(run.keyboard, {
          faster: () => pace.faster(),
          slower: () => pace.slower(),
          interrupt: run.interrupt,
        }),
      );
    const takesKeys =
      run.keyboard !== undefined && plan.callers.some(({ perSecond }) => perSecond !== undefined);
    live.add(
      interval(PROGRESS).subscribe(() => {
        const rate = takesKeys ? `; rate x ${pace.factor.toFixed(2)} (+ -)` : '';
        const failed = reports.filter(({ failure }) => failure !== undefined).length;
        stderr(
          `\r\u001b[K${started} of ${total} calls begun, ${started - reports.length} up, ${reports.length} over, ${failed} failed${rate}`,
        );
      }),
    );
    live.add(() => stderr('\r\u001b[K'));
  }
  const run$: Observable<unknown> = runScenario(plan, {
    place: (call) => simulation.calls.place(call),
    scheduler: clock,
    pace,
  }).pipe(
    tap((event) => {
      if (event.kind === 'began') started += 1;
      else reports.push(event.report);
    }),
    takeUntil(run.interrupted$),
    toArray(),
    finalize(() => live.unsubscribe()),
  );
  await lastValueFrom(run$, { defaultValue: undefined });
  if (reports.length < total) return false;
  const took = clock.now() - began;
  if (!quiet) stderr(summaryOf(file, reports, took));
  if (junit !== undefined)
    await writeFile(junit, junitOf(file, reports, took)).catch((cause: unknown) => {
      const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
      throw new Error(`the report ${junit} cannot be written (${code})`, { cause });
    });
  return reports.every(({ failure }) => failure === undefined);
}
