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
 * `calling.play_and_collect`: a prompt and the answer to it, under one control id. Input that is asked for cuts
 * the prompt off; the clock for the first input starts when the prompt is over.
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
        // Whatever there is to report, the prompt is finished before it is reported.
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
      // The collector listens before there is anything to hear: a caller may answer at the first sound.
      return merge(collected$, played$);
    });
