import {
  BehaviorSubject,
  NEVER,
  combineLatest,
  defer,
  distinctUntilChanged,
  endWith,
  filter,
  ignoreElements,
  map,
  merge,
  scan,
  skip,
  startWith,
  switchMap,
  takeWhile,
  tap,
} from 'rxjs';
import type { Observable } from 'rxjs';

import { after } from './after.js';
import { isEnd } from './operation.js';
import type { Command, OperationContext, Operation } from './operation.js';
import { sizeOf } from './record-spec.js';
import type { RecordSpec } from './record-spec.js';
import { runningFor } from './running-for.js';
import { Stopwatch } from './stopwatch.js';

type RecordState = 'recording' | 'paused' | 'finished' | 'no_input';
type Quietness = 'nothing yet' | 'sound' | 'silence';

const isOver = (state: RecordState): boolean => state === 'finished' || state === 'no_input';

const quietness = ({ farEnd }: OperationContext, { direction }: RecordSpec): Observable<Quietness> =>
  combineLatest([farEnd.speaking$, farEnd.sounding$]).pipe(
    map(
      ([speaking, sounding]) => (speaking && direction !== 'listen') || (sounding && direction !== 'speak'),
    ),
    scan((before: Quietness, sounds): Quietness => {
      if (sounds) return 'sound';
      return before === 'nothing yet' ? before : 'silence';
    }, 'nothing yet'),
    distinctUntilChanged(),
  );

/** Emits when the recording ends by itself: on a terminator, silence or its limit. */
const end = (
  spec: RecordSpec,
  context: OperationContext,
  command$: Observable<Command>,
  running$: Observable<boolean>,
): Observable<RecordState> => {
  const finished = (): RecordState => 'finished';
  const quiet$ = combineLatest([quietness(context, spec), running$]).pipe(
    switchMap(([heard, running]) => {
      if (heard === 'sound' || !running) return NEVER;
      const [wait, state] =
        heard === 'silence' ? [spec.endSilence, finished()] : [spec.initialTimeout, 'no_input' as const];
      return after(wait, context.scheduler).pipe(map(() => state));
    }),
  );
  const keys$ = context.farEnd.input$.pipe(
    filter((input) => input.kind === 'key' && spec.terminators.includes(input.key)),
  );
  return merge(
    quiet$,
    keys$.pipe(map(finished)),
    command$.pipe(filter(isEnd), map(finished)),
    runningFor(spec.maxLength, running$, context.scheduler).pipe(endWith(finished())),
  );
};

/** `calling.record`: the events have the URL of the recording, the last one also the duration and the size. */
export const record =
  (spec: RecordSpec): Operation =>
  (context, command$) =>
    defer(() => {
      const { id, url } = spec;
      const startedAt = context.scheduler.now();
      const stopwatch = new Stopwatch(context.scheduler);
      const running$ = new BehaviorSubject(true);
      const obey = (command: Command): void => {
        if (command.kind !== 'pause' && command.kind !== 'resume') return;
        // A pause is part of the recording and its duration, except with `skip`.
        if (command.kind === 'resume') stopwatch.resume();
        else if (command.behavior === undefined || command.behavior === 'skip') stopwatch.pause();
        running$.next(command.kind === 'resume');
      };
      const changes$ = running$.pipe(
        distinctUntilChanged(),
        skip(1),
        map((running): RecordState => (running ? 'recording' : 'paused')),
      );
      const obeyed$ = command$.pipe(tap(obey), ignoreElements());

      return merge(obeyed$, changes$, end(spec, context, command$, running$)).pipe(
        startWith('recording' as const),
        takeWhile((state) => !isOver(state), true),
        map((state) => {
          const { format, direction, stereo } = spec;
          const duration = stopwatch.seconds;
          const file = isOver(state) ? { url, duration, size: sizeOf(spec, duration) } : { url };
          return {
            type: 'calling.call.record',
            params: {
              state,
              ...file,
              recording_id: id,
              start_time: startedAt,
              ...(isOver(state) && { end_time: context.scheduler.now() }),
              record: { audio: { format, direction, stereo }, ...file },
            },
            last: isOver(state),
          };
        }),
      );
    });
