import { Subject, connect, defer, ignoreElements, map, merge, tap } from 'rxjs';

import { collectEvents } from './collect-event.js';
import type { CollectSpec } from './collect-spec.js';
import { collectorCommands } from './collect.js';
import type { CollectorInput } from './collector.js';
import type { Operation } from './operation.js';
import { playback } from './playback.js';
import type { PlayState, Prompt } from './playback.js';
import { readInput } from './read-input.js';

/**
 * `calling.play_and_collect`: a prompt and its answer, under one control id. Input of a requested kind stops the
 * prompt. The initial timeout starts after the prompt.
 */
export const playAndCollect =
  (prompt: Prompt, spec: CollectSpec): Operation =>
  (context, command$) =>
    defer(() => {
      const cut$ = new Subject<void>();
      const fromPrompt$ = new Subject<CollectorInput>();
      const tellCollector = (state: PlayState): void => {
        if (state === 'error') fromPrompt$.next({ kind: 'fail' });
        if (state === 'finished' && spec.timers === 'automatic') fromPrompt$.next({ kind: 'start timers' });
      };

      const input$ = merge(context.farEnd.input$, collectorCommands(command$), fromPrompt$);
      const collected$ = readInput(spec, input$, context.scheduler).pipe(
        // The prompt is finished before the first report.
        tap(() => cut$.next()),
        collectEvents(spec),
      );
      const played$ = playback(prompt, context, command$, cut$).pipe(
        connect((state$) =>
          merge(
            state$.pipe(map((state) => ({ type: 'calling.call.play', params: { state }, last: false }))),
            state$.pipe(tap(tellCollector), ignoreElements()),
          ),
        ),
      );
      // Subscribed before the prompt starts, because a caller may answer at the first sound.
      return merge(collected$, played$);
    });
