import type { Contact, Result } from '../../demos/campaign/contact.js';
import { EmbeddedQueue } from '../../demos/campaign/embedded-queue.js';
import type { Job, Step } from '../../demos/campaign/queue.js';

const contact = (id: string): Contact => ({
  id,
  name: 'Ann',
  phone: '+15550101',
  timeZone: 'UTC',
  window: { from: 0, to: 1440 },
  mayText: false,
});
const done = (outcome: Result['outcome'] = 'confirmed'): Step => ({
  result: { outcome, detail: '', calls: 1, at: 1 },
});
const fast = { perSecond: 1000, concurrent: 10 };
const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('a queue in this process', () => {
  it('has one job for a contact, finished or not', async () => {
    const queue = new EmbeddedQueue();
    const handled: string[] = [];
    expect(await queue.add([contact('a'), contact('b')])).toBe(2);
    const work = queue.work((job) => Promise.resolve((handled.push(job.contact.id), done())), fast);
    await until(async () => (await queue.counts()).done === 2);
    expect(await queue.add([contact('a'), contact('c')])).toBe(1);
    await until(async () => (await queue.counts()).done === 3);
    await work.close();
    expect(handled).toEqual(['a', 'b', 'c']);
    expect(await queue.finished()).toHaveLength(3);
  });

  it('comes again after a while, with what was saved, and takes others meanwhile', async () => {
    const queue = new EmbeddedQueue();
    await queue.add([contact('a'), contact('b')]);
    const seen: [string, Job['progress']][] = [];
    const work = queue.work(
      async (job) => {
        seen.push([job.contact.id, job.progress]);
        await job.save({ calls: job.progress.calls + 1 });
        return job.contact.id === 'a' && job.progress.calls === 0 ? { again: 30 } : done();
      },
      { perSecond: 1000, concurrent: 1 },
    );
    await until(async () => (await queue.counts()).done === 2);
    await work.close();
    expect(seen).toEqual([
      ['a', { calls: 0 }],
      ['b', { calls: 0 }],
      ['a', { calls: 1 }],
    ]);
  });

  it('holds back what has not started while it is paused', async () => {
    const queue = new EmbeddedQueue();
    await queue.pause(true);
    await queue.add([contact('a')]);
    let handled = 0;
    const work = queue.work(() => Promise.resolve(((handled += 1), done())), fast);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([handled, (await queue.counts()).isPaused]).toEqual([0, true]);
    await queue.pause(false);
    await until(() => handled === 1);
    await work.close();
  });

  it('closes when what it has in hand is over, and begins nothing more', async () => {
    const queue = new EmbeddedQueue();
    await queue.add([contact('a'), contact('b')]);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const started: string[] = [];
    const work = queue.work(
      async (job) => {
        started.push(job.contact.id);
        await held;
        return done();
      },
      { perSecond: 1000, concurrent: 1 },
    );
    await until(() => started.length === 1);
    let isClosed = false;
    const closed = work.close().then(() => (isClosed = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isClosed).toBe(false);
    release();
    await closed;
    expect(started).toEqual(['a']);
    expect(await queue.counts()).toEqual({ total: 2, done: 1, active: 0, later: 0, isPaused: false });
  });

  it('has those called again whose result is unknown, and forgets everything', async () => {
    const queue = new EmbeddedQueue();
    await queue.add([contact('a'), contact('b')]);
    const work = queue.work(
      (job) => Promise.resolve(done(job.contact.id === 'a' ? 'unknown' : 'busy')),
      fast,
    );
    await until(async () => (await queue.counts()).done === 2);
    await work.close();
    expect(await queue.reopenUnknown()).toBe(1);
    expect((await queue.counts()).done).toBe(1);
    await queue.forget();
    expect((await queue.counts()).total).toBe(0);
  });
});
