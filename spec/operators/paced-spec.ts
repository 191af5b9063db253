import { Readable } from 'node:stream';
import {
  Observable,
  concat,
  config,
  ignoreElements,
  lastValueFrom,
  map,
  of,
  take,
  timer,
  toArray,
} from 'rxjs';
import { paced, type PaceOptions } from 'relay-rx';
import { run } from '../support/marbles.js';

/** An iterable that notes what is asked of it. */
const noted = (items: readonly string[]) => {
  const log: string[] = [];
  function* generator() {
    try {
      for (const item of items) {
        log.push(`asked for ${item}`);
        yield item;
      }
      log.push('ended');
    } finally {
      log.push('left');
    }
  }
  return { log, items: generator() };
};

const eventually = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('paced', () => {
  it('starts the first at once and the others an interval after the one before, in order, and then looks for the end', () => {
    run(({ expectObservable }) => {
      expectObservable(paced(['a', 'b', 'c'], (item) => of(item), { perSecond: 250 })).toBe('a---b---c---|');
    });
  });

  it('gives each item its index, and iterates anew for each subscriber', () => {
    run(({ expectObservable }) => {
      const numbered$ = paced('xyz', (item, index) => of(`${item}${index}`), { perSecond: Infinity });
      const values = { a: 'x0', b: 'y1', c: 'z2' };
      expectObservable(numbered$).toBe('(abc|)', values);
      expectObservable(numbered$, '--^').toBe('--(abc|)', values);
    });
  });

  it('completes when nothing is given', () => {
    run(({ expectObservable }) => {
      expectObservable(paced([], (item) => of(item), { perSecond: 1 })).toBe('|');
    });
  });

  it('runs no more than concurrent at a time', () => {
    run(({ cold, expectObservable }) => {
      const lasting = (item: string) => cold(`${item}---|`);
      expectObservable(paced('abc', lasting, { perSecond: Infinity, concurrent: 2 })).toBe('(ab)c---|');
    });
  });

  it('asks for an item only when it can start', () => {
    run(({ expectObservable }) => {
      const { log, items } = noted(['a', 'b', 'c', 'd']);
      const lasting = (item: string) => concat(of(item), timer(5).pipe(ignoreElements()));
      const paced$ = paced(items, lasting, { perSecond: 500, concurrent: 2 });
      expectObservable(paced$, '^-----------------!').toBe('a-b--c-d----|');
      const at = (frame: number, number: number): void => {
        expectObservable(timer(frame).pipe(map(() => log.length))).toBe(`${frame}ms (n|)`, { n: number });
      };
      at(1, 1);
      // After the interval b is asked for, and with two of them running nothing more is.
      at(3, 2);
      at(4, 2);
      at(6, 3);
      at(8, 4);
    });
  });

  it('stops all that runs, and ends the iteration once, when it is unsubscribed', () => {
    run(({ cold, expectObservable, expectSubscriptions }) => {
      const { log, items } = noted(['a', 'b', 'c']);
      const each$ = cold('x-----');
      expectObservable(
        paced(items, () => each$, { perSecond: 500 }),
        '^--!',
      ).toBe('x-x');
      expectSubscriptions(each$.subscriptions).toBe(['^--!', '--^!']);
      expectObservable(timer(5).pipe(map(() => log))).toBe('5ms (l|)', {
        l: ['asked for a', 'asked for b', 'left'],
      });
    });
  });

  it.each<[string, (item: string) => Observable<string>]>([
    [
      'project throws',
      () => {
        throw new Error('theirs');
      },
    ],
    [
      'one of them fails',
      () =>
        new Observable((subscriber) => {
          subscriber.error(new Error('theirs'));
        }),
    ],
  ])('ends the iteration, and passes the error on, when %s', (_, project) => {
    run(({ expectObservable }) => {
      const { log, items } = noted(['a', 'b']);
      expectObservable(paced(items, project, { perSecond: 500 })).toBe('#', {}, new Error('theirs'));
      expectObservable(timer(5).pipe(map(() => log))).toBe('5ms (l|)', { l: ['asked for a', 'left'] });
    });
  });

  it('does not end an iteration that has ended, or has failed by itself', () => {
    run(({ expectObservable }) => {
      const { log, items } = noted(['a']);
      let returned = 0;
      const failing = {
        [Symbol.iterator]: () => ({
          next: () => {
            throw new Error('theirs');
          },
          return: () => ({ done: true as const, value: (returned += 1) }),
        }),
      };
      expectObservable(paced(items, (item) => of(item), { perSecond: 500 })).toBe('a-|');
      expectObservable(paced(failing, (item) => of(item), { perSecond: 500 })).toBe(
        '#',
        {},
        new Error('theirs'),
      );
      expectObservable(timer(5).pipe(map(() => [log, returned]))).toBe('5ms (l|)', {
        l: [['asked for a', 'ended', 'left'], 0],
      });
    });
  });

  it('reads no further in an endless iterable when a subscriber has had enough, from within', () => {
    let asked = 0;
    let left = 0;
    function* endless() {
      try {
        for (;;) yield (asked += 1);
      } finally {
        left += 1;
      }
    }
    const seen: number[] = [];
    paced(endless(), (item) => of(item), { perSecond: Infinity })
      .pipe(take(3))
      .subscribe((item) => seen.push(item));
    expect({ seen, asked, left }).toEqual({ seen: [1, 2, 3], asked: 3, left: 1 });
  });

  it('can be unsubscribed by its own iterable, which is ended as soon as it can be', () => {
    let left = 0;
    const started: string[] = [];
    function* meddling() {
      try {
        yield 'a';
        subscription.unsubscribe();
        yield 'b';
      } finally {
        left += 1;
      }
    }
    const go = { now: (): void => undefined };
    const subscription = paced(
      meddling(),
      (item) =>
        new Observable<string>((subscriber) => {
          started.push(item);
          go.now = () => subscriber.complete();
        }),
      { perSecond: Infinity, concurrent: 1 },
    ).subscribe();
    go.now();
    expect({ left, started }).toEqual({ left: 1, started: ['a'] });
  });

  it('starts many items in a flat stack', () => {
    function* many() {
      for (let each = 0; each < 100_000; each += 1) yield each;
    }
    let last = 0;
    paced(many(), (item) => of(item), { perSecond: Infinity, concurrent: 1 }).subscribe(
      (item) => (last = item),
    );
    expect(last).toBe(99_999);
  });

  describe('of what is asynchronous', () => {
    const options = { perSecond: Infinity, concurrent: 1 };

    it('asks for one item at a time, and starts each as it comes', async () => {
      const log: string[] = [];
      async function* slow() {
        for (const item of ['a', 'b']) {
          log.push(`asked for ${item}`);
          await eventually();
          yield item;
        }
      }
      const project = (item: string) =>
        timer(20).pipe(
          map(() => {
            log.push(`${item} is over`);
            return item;
          }),
        );
      const all = await lastValueFrom(paced(slow(), project, options).pipe(toArray()));
      expect(all).toEqual(['a', 'b']);
      expect(log).toEqual(['asked for a', 'a is over', 'asked for b', 'b is over']);
    });

    it('reads a stream of Node.js', async () => {
      const all$ = paced(Readable.from(['a', 'b']), (item: string) => of(item), options).pipe(toArray());
      expect(await lastValueFrom(all$)).toEqual(['a', 'b']);
    });

    it('passes an error of the iterable on', async () => {
      // eslint-disable-next-line @typescript-eslint/require-await
      async function* failing() {
        yield 'a';
        throw new Error('theirs');
      }
      const seen: string[] = [];
      const all$ = paced(failing(), (item) => of(item), options);
      await expect(lastValueFrom(all$.pipe(map((item) => seen.push(item))))).rejects.toThrow('theirs');
      expect(seen).toEqual(['a']);
    });

    it('passes an error that next() throws on', async () => {
      const thrown = {
        [Symbol.asyncIterator]: () => ({
          next: () => {
            throw new Error('theirs');
          },
        }),
      };
      await expect(lastValueFrom(paced(thrown, () => of(1), options))).rejects.toThrow('theirs');
    });

    it('drops an item that comes after it was unsubscribed, and ends the iteration', async () => {
      const started: string[] = [];
      let left = 0;
      async function* slow() {
        try {
          await eventually();
          yield 'a';
        } finally {
          left += 1;
        }
      }
      const project = (item: string) => of(started.push(item));
      paced(slow(), project, options).subscribe().unsubscribe();
      await eventually();
      await eventually();
      expect({ started, left }).toEqual({ started: [], left: 1 });
    });
  });

  it('reports what fails as it is left as RxJS reports such errors', async () => {
    const reported: unknown[] = [];
    config.onUnhandledError = (error) => reported.push(error);
    try {
      const leaving = (error: string, sync: boolean) => ({
        next: () =>
          sync ? { done: false as const, value: 1 } : Promise.resolve({ done: false as const, value: 1 }),
        return: () => {
          if (sync) throw new Error(error);
          return Promise.reject(new Error(error));
        },
      });
      const options = { perSecond: 1 };
      paced(
        { [Symbol.iterator]: () => leaving('one', true) as unknown as Iterator<number> },
        () => of(1),
        options,
      )
        .subscribe()
        .unsubscribe();
      paced(
        { [Symbol.asyncIterator]: () => leaving('two', false) as unknown as AsyncIterator<number> },
        () => of(1),
        options,
      )
        .subscribe()
        .unsubscribe();
      await eventually();
    } finally {
      config.onUnhandledError = null;
    }
    expect(reported).toEqual([new Error('one'), new Error('two')]);
  });

  it.each<[unknown, unknown, unknown, string]>([
    [5, () => of(1), { perSecond: 1 }, 'paced: iterable must be an Iterable or an AsyncIterable'],
    [undefined, () => of(1), { perSecond: 1 }, 'paced: iterable must be an Iterable or an AsyncIterable'],
    [[1], undefined, { perSecond: 1 }, 'paced: project must be a function'],
    [[1], () => of(1), {}, 'paced.perSecond is required'],
    [[1], () => of(1), { perSecond: 0 }, 'paced.perSecond must be a number above 0'],
  ])('throws at once for %p, %p, %p', (iterable, project, options, message) => {
    const call = () =>
      paced(iterable as number[], project as () => Observable<number>, options as PaceOptions);
    expect(call).toThrow(message);
  });
});
