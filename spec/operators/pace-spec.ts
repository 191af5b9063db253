import {
  NEVER,
  Observable,
  Subject,
  asyncScheduler,
  concat,
  endWith,
  finalize,
  from,
  ignoreElements,
  map,
  of,
  range,
  take,
  tap,
  throwError,
  timer,
  toArray,
  type SchedulerLike,
} from 'rxjs';
import { pace, type PaceOptions } from 'relay-rx';
import { casesOf } from './cases.js';
import { run } from '../support/marbles.js';

/** Emits its letter when it starts, and lasts for so many ms. */
const lasting = (letter: string, ms: number): Observable<string> =>
  concat(of(letter), timer(ms).pipe(ignoreElements()));

const five = { a: of('a'), b: of('b'), c: of('c'), d: of('d'), e: of('e') };

casesOf(
  'pace({ perSecond: 250 })',
  () => pace({ perSecond: 250 }),
  {
    'starts the first at once and the others an interval after the one before, in order': {
      source: '-(abc)-----|',
      expected: '-a---b---c-|',
      subscribed: '^----------!',
    },
    'starts at once what comes after a pause, and makes up for no time': {
      source: '-a-------b-(cde)|',
      expected: '-a-------b---c---d---(e|)',
      subscribed: '^---------------!',
    },
    'starts what comes as the interval is over': {
      source: '-a---b|',
      expected: '-a---b|',
      subscribed: '^-----!',
    },
    'starts what is kept after the source has completed': {
      source: '(abc|)',
      expected: 'a---b---(c|)',
      subscribed: '(^!)',
    },
    'completes without a wait when nothing is left to start': {
      source: '--(a|)',
      expected: '--(a|)',
      subscribed: '^-!',
    },
    'drops what is kept when the source fails': {
      source: '-(abc)#',
      expected: '-a---b#',
      subscribed: '^-----!',
      error: 'error',
    },
  },
  five,
  'a',
);

describe('pace', () => {
  it('runs no more than concurrent at a time, and starts the next as one is over', () => {
    run(({ cold, expectObservable }) => {
      const source$ = from([lasting('a', 7), lasting('b', 7), lasting('c', 1), lasting('d', 1)]);
      expectObservable(source$.pipe(pace({ perSecond: 500, concurrent: 2 }))).toBe('a-b----c-d|');
      // With room for one, each starts as the one before is over, when that is later than the interval.
      const ones$ = from([cold('a--|'), cold('b|'), cold('c|')]);
      expectObservable(ones$.pipe(pace({ perSecond: 500, concurrent: 1 }))).toBe('a--b-c|');
    });
  });

  it('is over with one before it starts the next', () => {
    run(({ expectObservable }) => {
      let running = 0;
      let most = 0;
      const counted = (letter: string) =>
        lasting(letter, 1).pipe(
          tap({ subscribe: () => (most = Math.max(most, (running += 1))) }),
          finalize(() => (running -= 1)),
        );
      const starts$ = from(['a', 'b', 'c'].map(counted)).pipe(pace({ perSecond: Infinity, concurrent: 1 }));
      expectObservable(starts$).toBe('abc|');
      expectObservable(timer(10).pipe(map(() => most))).toBe('10ms (x|)', { x: 1 });
    });
  });

  it('starts all at once without a limit', () => {
    run(({ expectObservable }) => {
      expectObservable(from(Object.values(five)).pipe(pace({ perSecond: Infinity }))).toBe('(abcde|)');
    });
  });

  it.each([3, 7, 30, 300, 900, 2400])(
    'never starts more than %d in a second, nor fewer in the long run',
    (perSecond) => {
      run(({ expectObservable }) => {
        const number = 3 * perSecond + 1;
        const times$ = range(0, number).pipe(
          map(() => of(0)),
          pace({ perSecond }),
          map(() => asyncScheduler.now()),
          toArray(),
          map((times) => ({
            last: times.at(-1),
            most: Math.max(
              ...times.map((time, index) => ((times[index + perSecond] ?? Infinity) - time >= 1000 ? 0 : 1)),
            ),
          })),
        );
        expectObservable(times$).toBe('3s (x|)', { x: { last: 3000, most: 0 } });
      });
    },
  );

  it('stops all that runs, and starts nothing more, when it is unsubscribed', () => {
    run(({ cold, expectObservable, expectSubscriptions }) => {
      const [a$, b$, c$] = [cold('a-------'), cold('b-------'), cold('c-------')];
      expectObservable(from([a$, b$, c$]).pipe(pace({ perSecond: 500 })), '^--!').toBe('a-b');
      expectSubscriptions(a$.subscriptions).toBe('^--!');
      expectSubscriptions(b$.subscriptions).toBe('--^!');
      expectSubscriptions(c$.subscriptions).toBe([]);
    });
  });

  it('passes the error of one on, and stops the others', () => {
    run(({ cold, expectObservable, expectSubscriptions }) => {
      const [a$, b$, c$] = [cold('a-------'), cold('-#'), cold('c-------')];
      expectObservable(from([a$, b$, c$]).pipe(pace({ perSecond: 500 }))).toBe('a--#');
      expectSubscriptions(a$.subscriptions).toBe('^--!');
      expectSubscriptions(c$.subscriptions).toBe([]);
    });
  });

  it('stops at what is no Observable', () => {
    const source$ = of(5 as unknown as Observable<number>);
    const errors: unknown[] = [];
    source$.pipe(pace({ perSecond: 1 })).subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toEqual([expect.any(TypeError)]);
  });

  it('keeps to its order and its pace when what it starts adds to its source', () => {
    run(({ expectObservable }) => {
      const source$ = new Subject<Observable<string>>();
      const adding$ = new Observable<string>((subscriber) => {
        source$.next(of('b'));
        source$.next(of('c'));
        source$.complete();
        subscriber.next('a');
        subscriber.complete();
      });
      const paced$ = source$.pipe(pace({ perSecond: 500 }));
      expectObservable(paced$).toBe('a-b-(c|)');
      asyncScheduler.schedule(() => source$.next(adding$));
    });
  });

  it('leaves a synchronous source that never ends when a subscriber has had enough', () => {
    run(({ expectObservable }) => {
      const endless$ = new Observable<Observable<number>>((subscriber) => {
        for (let each = 0; !subscriber.closed; each += 1) subscriber.next(of(each));
      });
      expectObservable(endless$.pipe(pace({ perSecond: Infinity }), take(2), endWith('end'))).toBe('(01e|)', {
        0: 0,
        1: 1,
        e: 'end',
      });
    });
  });

  it('costs the same however much it keeps', () => {
    const started: number[] = [];
    range(0, 200_000)
      .pipe(
        map((number) => of(number)),
        pace({ perSecond: Infinity, concurrent: 1 }),
      )
      .subscribe((number) => started.push(number));
    expect(started).toHaveLength(200_000);
  });

  describe('on a clock that is not to be relied on', () => {
    /** A clock that is turned by hand: timers fire when they are told to. */
    const handClock = () => {
      let time = 0;
      const due: { work: () => void; delay: number }[] = [];
      const scheduler = {
        now: () => time,
        schedule: (work: () => void, delay = 0) => {
          due.push({ work, delay });
          return { unsubscribe: () => undefined, closed: false };
        },
      } as unknown as SchedulerLike;
      const fire = (at: number): number => {
        time = at;
        const next = due.shift();
        next?.work();
        return next?.delay ?? NaN;
      };
      return { scheduler, fire };
    };
    const starts = (scheduler: SchedulerLike): readonly string[] => {
      const seen: string[] = [];
      concat(of('a', 'b', 'c').pipe(map((letter) => of(letter))), NEVER)
        .pipe(pace({ perSecond: 10, scheduler }))
        .subscribe((letter) => seen.push(letter));
      return seen;
    };

    it('waits for the rest when a timer fires early', () => {
      const { scheduler, fire } = handClock();
      const seen = starts(scheduler);
      expect([fire(70), [...seen]]).toEqual([100, ['a']]);
      expect([fire(100), [...seen]]).toEqual([30, ['a', 'b']]);
    });

    it('goes on after the clock was set back or forward', () => {
      const { scheduler, fire } = handClock();
      const seen = starts(scheduler);
      fire(-3_600_000);
      expect(seen).toEqual(['a', 'b']);
      fire(3_600_000);
      expect(seen).toEqual(['a', 'b', 'c']);
    });
  });

  it.each<[unknown, string]>([
    [undefined, 'pace must be an object'],
    [{}, 'pace.perSecond is required'],
    [{ perSecond: 0 }, 'pace.perSecond must be a number above 0'],
    [{ perSecond: -1 }, 'pace.perSecond must be a number above 0'],
    [{ perSecond: NaN }, 'pace.perSecond must be a number above 0'],
    [{ perSecond: '20' }, 'pace.perSecond must be a number above 0'],
    [{ perSecond: 1e-7 }, 'pace.perSecond must be a number above 0'],
    [
      { perSecond: 1, concurrent: 0 },
      'pace.concurrent must be a whole number of at least 1, or Infinity; got 0',
    ],
    [{ perSecond: 1, concurrent: 1.5 }, 'pace.concurrent must be a whole number'],
    [{ perSecond: 1, scheduler: {} }, 'pace.scheduler must be a scheduler of RxJS'],
    [
      { perSecond: 1, burst: 3 },
      'pace.burst is not an option; the options are perSecond, concurrent, scheduler',
    ],
  ])('throws at once for %p', (options, message) => {
    expect(() => pace(options as PaceOptions)).toThrow(message);
  });

  it('accepts undefined for what has a default', () => {
    const errors: unknown[] = [];
    throwError(() => 'theirs')
      .pipe(pace({ perSecond: 1, concurrent: undefined, scheduler: undefined }))
      .subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toEqual(['theirs']);
  });
});
