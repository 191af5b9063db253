import { Observable, Subscription } from 'rxjs';
import type { SchedulerLike } from 'rxjs';

import type { CollectSpec } from './collect-spec.js';
import { HELD, advance } from './collector.js';
import type { CollectorInput, Phase, Report } from './collector.js';

/** Runs the collector: feeds it `input$`, and `time is up` when its phase expires. */
export const readInput = (
  spec: CollectSpec,
  input$: Observable<CollectorInput>,
  scheduler: SchedulerLike,
): Observable<Report> =>
  new Observable((subscriber) => {
    let phase: Phase = HELD;
    let alarm = Subscription.EMPTY;

    const accept = (input: CollectorInput): void => {
      // The last report may cause more input, which is ignored.
      if (phase.kind === 'over') return;
      const before = phase;
      const step = advance(spec, phase, input, scheduler.now());
      phase = step.phase;
      // Set the phase and its timer before reporting, because a report may cause input synchronously.
      if (phase !== before) {
        alarm.unsubscribe();
        alarm =
          'until' in phase
            ? scheduler.schedule(() => accept({ kind: 'time is up' }), phase.until - scheduler.now())
            : Subscription.EMPTY;
      }
      for (const report of step.reports) subscriber.next(report);
      if (step.phase.kind === 'over') subscriber.complete();
    };

    subscriber.add(() => alarm.unsubscribe());
    subscriber.add(input$.subscribe({ next: accept, error: (error: unknown) => subscriber.error(error) }));
  });
