// With a real Redis: `npm run test:redis`.
import type { Contact, Result } from '../../demos/campaign/contact.js';
import { startRedis, type RedisServer } from '../../demos/campaign/fleet/redis-server.js';
import { mostInASecond } from '../../demos/campaign/fleet/records.js';
import type { Job, Step } from '../../demos/campaign/queue.js';
import { RedisQueue } from '../../demos/campaign/redis-queue.js';

const contact = (id: string): Contact => ({
  id,
  name: 'Ann',
  phone: '+15550101',
  timeZone: 'UTC',
  window: { from: 0, to: 1440 },
  mayText: false,
});
const result = (outcome: Result['outcome']): Result => ({ outcome, detail: '', calls: 1, at: 1 });
const done = (outcome: Result['outcome'] = 'confirmed'): Step => ({ result: result(outcome) });
const fast = { perSecond: 100, concurrent: 10 };

describe('a queue on Redis', () => {
  let redis: RedisServer;
  let campaign = '';
  const queues: RedisQueue[] = [];
  const queue = (): RedisQueue => {
    const each = new RedisQueue({
      url: redis.url,
      campaign,
      lock: 1_000,
      worker: 'w',
      onError: () => undefined,
    });
    queues.push(each);
    return each;
  };
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  beforeAll(async () => (redis = await startRedis()));
  afterAll(() => redis[Symbol.asyncDispose]());
  let number = 0;
  beforeEach(() => (campaign = `campaign-${(number += 1)}`));
  afterEach(() => Promise.all(queues.splice(0).map((each) => each.close())));

  it('has one job for a contact, finished or not, whatever its id', async () => {
    const one = queue();
    expect(await one.add([contact('7'), contact('a:b')])).toBe(2);
    expect(await one.add([contact('7'), contact('c')])).toBe(1);
    const handled: string[] = [];
    const work = one.work((job) => Promise.resolve((handled.push(job.contact.id), done())), fast);
    await until(async () => (await one.counts()).done === 3);
    expect(await one.add([contact('7')])).toBe(0);
    await work.close();
    expect(handled.sort()).toEqual(['7', 'a:b', 'c']);
    expect(
      (await one.finished()).map(({ contact: { id }, result: { outcome } }) => [id, outcome]).sort(),
    ).toEqual([
      ['7', 'confirmed'],
      ['a:b', 'confirmed'],
      ['c', 'confirmed'],
    ]);
  });

  it('keeps to the rate over all of its workers', async () => {
    const [one, two] = [queue(), queue()];
    const starts: number[] = [];
    const handle = (): Promise<Step> => Promise.resolve((starts.push(performance.now()), done()));
    await one.add(Array.from({ length: 60 }, (_, index) => contact(`c${index}`)));
    const works = [one, two].map((each) => each.work(handle, { perSecond: 20, concurrent: 50 }));
    await until(() => starts.length === 60);
    await Promise.all(works.map((each) => each.close()));
    // Some ms pass between Redis and this process, not always as many.
    expect(mostInASecond(starts)).toBeLessThanOrEqual(23);
  }, 20_000);

  it('comes again after a while, with what was saved', async () => {
    const one = queue();
    await one.add([contact('a')]);
    const seen: Job['progress'][] = [];
    const work = one.work(async (job) => {
      seen.push(job.progress);
      await job.save({ calls: job.progress.calls + 1 });
      return seen.length === 1 ? { again: 200 } : done();
    }, fast);
    await until(async () => (await one.counts()).done === 1);
    await work.close();
    expect(seen).toEqual([{ calls: 0 }, { calls: 1 }]);
  });

  it('holds back what has not started while it is paused', async () => {
    const one = queue();
    await one.pause(true);
    await one.add([contact('a')]);
    let handled = 0;
    const work = one.work(() => Promise.resolve(((handled += 1), done())), fast);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([handled, (await one.counts()).isPaused]).toEqual([0, true]);
    await queue().pause(false);
    await until(() => handled === 1);
    await work.close();
  });

  it('has those called again whose result is unknown, when that is asked for', async () => {
    const one = queue();
    await one.add([contact('a'), contact('b')]);
    const outcomes = new Map<string, Result['outcome']>([
      ['a', 'unknown'],
      ['b', 'busy'],
    ]);
    const work = one.work((job) => Promise.resolve(done(outcomes.get(job.contact.id))), fast);
    await until(async () => (await one.counts()).done === 2);
    outcomes.set('a', 'delivered');
    expect(await one.reopenUnknown()).toBe(1);
    await until(async () => (await one.counts()).done === 2);
    await work.close();
    const results = await one.finished();
    expect(results.map(({ contact: { id }, result: { outcome } }) => [id, outcome]).sort()).toEqual([
      ['a', 'delivered'],
      ['b', 'busy'],
    ]);
  });

  it('shares the list of those who are not called, and forgets it with the campaign', async () => {
    const [one, two] = [queue(), queue()];
    await one.add([contact('a')]);
    await one.doNotCall.add('+15550109');
    expect(await two.doNotCall.has('+15550109')).toBe(true);
    await two.forget();
    expect([await one.doNotCall.has('+15550109'), (await one.counts()).total]).toEqual([false, 0]);
  });
});
