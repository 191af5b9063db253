import { Subscription, interval, map, take, timer, toArray } from 'rxjs';
import { SimulatedClock, type Wall } from '../../../lib/cli/simulate/clock.js';

/** Real time that a spec turns. */
class TurnedWall implements Wall {
  #now = 0;
  #timers: { at: number; run: () => void }[] = [];
  now = (): number => this.#now;
  after = (ms: number, run: () => void): Subscription => {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return new Subscription(() => (this.#timers = this.#timers.filter((each) => each !== timer)));
  };
  get timers(): number {
    return this.#timers.length;
  }
  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = until;
  }
}

const settle = (): Promise<void> => Promise.resolve();

const stage = (speed = 1) => {
  const wall = new TurnedWall();
  const clock = new SimulatedClock(speed, 1000, wall);
  const seen: [string, number][] = [];
  const note = (what: string) => () => void seen.push([what, clock.now()]);
  return { wall, clock, seen, note };
};

describe('a simulated clock', () => {
  it('begins where it is told to, and passes as fast', () => {
    const { wall, clock } = stage(10);
    wall.pass(100);

    expect(clock.now()).toBe(2000);
  });

  it('runs what is due in the order in which it is due, and at its own moment', () => {
    const { wall, clock, seen, note } = stage(10);
    clock.schedule(note('late'), 500);
    clock.schedule(note('early'), 20);
    clock.schedule(note('early too'), 20);
    wall.pass(1);
    expect(seen).toEqual([]);
    wall.pass(60);

    expect(seen).toEqual([
      ['early', 1020],
      ['early too', 1020],
      ['late', 1500],
    ]);
  });

  it('keeps intervals even', () => {
    const { wall, clock } = stage(3);
    const at: number[][] = [];
    const times$ = interval(100, clock).pipe(
      map(() => clock.now() - 1000),
      take(4),
      toArray(),
    );
    times$.subscribe((times) => at.push(times));
    wall.pass(1000);

    expect(at).toEqual([[100, 200, 300, 400]]);
  });

  it('runs nothing that was unsubscribed, and leaves no timer behind', () => {
    const { wall, clock, seen, note } = stage();
    clock.schedule(note('never'), 50).unsubscribe();
    clock.schedule(note('once'), 60);
    wall.pass(100);

    expect(seen).toEqual([['once', 1060]]);
    expect(wall.timers).toBe(0);
  });

  it('moves forward moment by moment, and lets clients settle after each', async () => {
    const { clock, seen, note } = stage();
    timer(100, 100, clock).pipe(take(3)).subscribe(note('tick'));
    const settled: number[] = [];
    await clock.advance(250, () => {
      settled.push(clock.now());
      return Promise.resolve();
    });

    expect(seen).toEqual([
      ['tick', 1100],
      ['tick', 1200],
    ]);
    expect(settled).toEqual([1100, 1200]);
    expect(clock.now()).toBe(1250);
  });

  it('moves what was scheduled meanwhile as well', async () => {
    const { clock, seen, note } = stage();
    clock.schedule(() => clock.schedule(note('second'), 100), 100);
    await clock.advance(200, settle);

    expect(seen).toEqual([['second', 1200]]);
  });

  it('goes on in real time after it was moved', async () => {
    const { wall, clock, seen, note } = stage();
    clock.schedule(note('later'), 1000);
    await clock.advance(900, settle);
    wall.pass(99);
    expect(seen).toEqual([]);
    wall.pass(1);

    expect(seen).toEqual([['later', 2000]]);
  });

  it('moves one time after the other, where it is moved twice', async () => {
    const { clock } = stage();
    await Promise.all([clock.advance(100, settle), clock.advance(100, settle)]);

    expect(clock.now()).toBe(1200);
  });

  it('runs nothing and keeps no timer once it is closed', () => {
    const { wall, clock, seen, note } = stage();
    clock.schedule(note('never'), 50);
    clock.close();
    clock.schedule(note('never'), 10);
    wall.pass(100);

    expect(seen).toEqual([]);
    expect(wall.timers).toBe(0);
  });

  it('goes on when something due throws', () => {
    const { wall, clock, seen, note } = stage();
    clock.schedule(() => {
      throw new Error('oh');
    }, 10);
    clock.schedule(note('after'), 20);

    expect(() => wall.pass(15)).toThrow('oh');
    wall.pass(100);
    expect(seen).toEqual([['after', 1020]]);
  });
});
