import { defer, filter, map, merge, of } from 'rxjs';
import type { Observable } from 'rxjs';

import { collectEvents } from './collect-event.js';
import type { CollectSpec } from './collect-spec.js';
import type { CollectorInput } from './collector.js';
import type { Command, Operation } from './operation.js';
import { readInput } from './read-input.js';

/** The commands that the collector handles itself. */
export const collectorCommands = (command$: Observable<Command>): Observable<CollectorInput> =>
  command$.pipe(
    filter(({ kind }) => kind === 'stop' || kind === 'start_input_timers'),
    map(({ kind }) => ({ kind: kind === 'stop' ? 'stop' : 'start timers' })),
  );

/** `calling.collect`: collects input without a prompt. The initial timeout starts at once, or on `start_input_timers`. */
export const collect =
  (spec: CollectSpec): Operation =>
  (context, command$) =>
    defer(() => {
      const automatic: CollectorInput[] = spec.timers === 'automatic' ? [{ kind: 'start timers' }] : [];
      const input$ = merge(context.farEnd.input$, collectorCommands(command$), of(...automatic));
      return readInput(spec, input$, context.scheduler).pipe(collectEvents(spec));
    });
