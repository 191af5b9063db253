import { Observable, Subject, from } from 'rxjs';
import { stop, volume, type CollectAction } from 'relay-rx';
import { prompt } from '../stage.js';
import { atOnce, type Flight } from './flight.js';
import { PROMPT, promptOf, prompted } from './prompt.js';

/** A promise as a stream: leaving it aborts the wait. */
const waited = (action: CollectAction): Observable<unknown> =>
  new Observable((subscriber) => {
    const leaving = new AbortController();
    subscriber.add(() => leaving.abort());
    subscriber.add(from(action.wait({ signal: leaving.signal })).subscribe(subscriber));
  });

/** Prompts, by how far they are and by who wants them. */
export const PROMPTS = {
  asked: {
    ...prompted,
    title: 'a prompt, asked for and not answered',
    request: { which: 'first', method: PROMPT },
    unanswered: true,
    ordinary: [PROMPT],
    begin(stage) {
      const { next$, ...asked } = promptOf(stage, prompt(stage.line.call));
      return { ...asked, inProgress: atOnce };
    },
  },
  running: {
    ...prompted,
    title: 'a prompt that is up',
    begin: (stage) => promptOf(stage, prompt(stage.line.call)),
  },
  wait: {
    ...prompted,
    title: '`wait()` for a prompt',
    promise: true,
    begin(stage) {
      const action = prompt(stage.line.call);
      return { ...promptOf(stage, action), source$: waited(action) };
    },
  },
  commanded: {
    ...prompted,
    title: 'a prompt with `volume(db$)` and `stop(notifier)`',
    fulfilled: 'continues to its result, at the next volume',
    begin(stage) {
      const db$ = new Subject<number>();
      const stop$ = new Subject<void>();
      const volumes: number[] = [];
      const { caller } = stage.line;
      // Pressed when the caller hears the difference: the volume has come through by then.
      caller.volume$.subscribe((db) => {
        volumes.push(db);
        if (db === 6) caller.press('1');
      });
      const action = prompt(stage.line.call).pipe(volume(db$), stop(stop$));
      const { isProof, ...rest } = promptOf(stage, action);
      const set = new Observable((subscriber) => {
        db$.next(3);
        subscriber.complete();
      });
      return {
        ...rest,
        prove: () => db$.next(6),
        isProof: (value) => isProof(value) && volumes.includes(6),
        next$: set,
        listeners: () => [db$, stop$].filter(({ observed }) => observed).length,
      };
    },
  },
} as const satisfies Record<string, Flight>;
