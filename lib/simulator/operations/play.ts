import { filter, map } from 'rxjs';

import type { Operation } from './operation.js';
import { isOver, playback } from './playback.js';
import type { Prompt } from './playback.js';

/** `calling.play`: media, one after the other. */
export const play =
  (prompt: Prompt): Operation =>
  (context, command$) =>
    playback(prompt, context, command$, command$.pipe(filter(({ kind }) => kind === 'stop'))).pipe(
      map((state) => ({ type: 'calling.call.play', params: { state }, last: isOver(state) })),
    );
