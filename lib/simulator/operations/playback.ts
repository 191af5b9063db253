import {
  BehaviorSubject,
  catchError,
  defer,
  distinctUntilChanged,
  endWith,
  finalize,
  from,
  concatMap,
  ignoreElements,
  map,
  merge,
  of,
  repeat,
  skip,
  startWith,
  takeWhile,
  tap,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';

import { durationOf } from './media.js';
import type { Playable } from './media.js';
import type { Command, OperationContext } from './operation.js';
import { runningFor } from './running-for.js';

export interface Prompt {
  readonly media: readonly Playable[];
  /** How often the list is played; Infinity is until it is stopped. */
  readonly times: number;
  /** In dB, if the request sets it. */
  readonly volume: number | undefined;
}

export type PlayState = 'playing' | 'paused' | 'finished' | 'error';

export const isOver = (state: PlayState): boolean => state === 'finished' || state === 'error';

/** Plays one medium: the caller hears it when it starts; completes after its duration. */
const sound = (
  medium: Playable,
  context: OperationContext,
  running$: Observable<boolean>,
): Observable<never> =>
  defer(() => {
    const duration = durationOf(medium, context.pace);
    if (medium === 'unplayable' || duration === undefined) return throwError(() => new Error('not playable'));
    const sound = context.farEnd.hear(medium);
    // At least 1 ms, so that a loop of empty media cannot block the scheduler forever.
    return runningFor(Math.max(duration, 1), running$, context.scheduler).pipe(
      finalize(() => sound.unsubscribe()),
    );
  });

/**
 * The states of a playback: playing first, finished or error last. `cut$` ends it early; `command$` pauses, resumes
 * and sets the volume.
 */
export const playback = (
  prompt: Prompt,
  context: OperationContext,
  command$: Observable<Command>,
  cut$: Observable<unknown>,
): Observable<PlayState> =>
  defer(() => {
    const running$ = new BehaviorSubject(true);
    const sounds$ = from(prompt.media).pipe(
      concatMap((medium) => sound(medium, context, running$)),
      repeat(prompt.times),
    );
    const turns$ = command$.pipe(
      tap((command) => {
        if (command.kind === 'pause' || command.kind === 'resume') running$.next(command.kind === 'resume');
        if (command.kind === 'volume') context.farEnd.setVolume(command.volume);
      }),
      ignoreElements(),
    );
    const changes$ = running$.pipe(
      distinctUntilChanged(),
      skip(1),
      map((running): PlayState => (running ? 'playing' : 'paused')),
    );
    const end$: Observable<PlayState> = merge(
      cut$.pipe(map(() => 'finished' as const)),
      sounds$.pipe(endWith('finished' as const)),
    );
    if (prompt.volume !== undefined) context.farEnd.setVolume(prompt.volume);
    return merge(changes$, turns$, end$).pipe(
      catchError(() => of('error' as const)),
      startWith('playing' as const),
      takeWhile((state) => !isOver(state), true),
    );
  });
