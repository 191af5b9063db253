// A queue on Redis with BullMQ, shared by any number of workers on any machine.
import { DelayedError, Queue, Worker, type Job as QueuedJob } from 'bullmq';
import { Redis } from 'ioredis';
import type { Contact, Finished, Result } from './contact.js';
import type { CampaignQueue, Counts, DoNotCall, Job, Progress, Step, Work, WorkOptions } from './queue.js';

export interface RedisQueueOptions {
  readonly url: string;
  /** The name of the campaign. Workers with the same name share its contacts. */
  readonly campaign: string;
  /**
   * How long a lock lasts that its worker does not renew, in ms; then another worker takes the job. Longer than a worker
   * can be busy, or away from Redis.
   */
  readonly lock: number;
  /** The name of this worker. */
  readonly worker: string;
  readonly onError: (error: Error) => void;
}

interface Data {
  readonly contact: Contact;
  readonly progress: Progress;
}

type ContactJob = QueuedJob<Data, Result, 'contact'>;

/** The number of jobs added or read by one request. */
const PAGE = 1_000;

/** The id of a contact's job. BullMQ allows no colon in it. */
const jobIdOf = ({ id }: Contact): string => `contact-${encodeURIComponent(id)}`;

export class RedisQueue implements CampaignQueue {
  readonly doNotCall: DoNotCall;
  readonly #redis: Redis;
  readonly #queue: Queue<Data, Result, 'contact'>;
  readonly #options: RedisQueueOptions;
  readonly #doNotCallKey: string;

  constructor(options: RedisQueueOptions) {
    const { url, campaign, onError } = options;
    this.#options = options;
    // Required by BullMQ: a command waits until Redis is back, however long that takes.
    this.#redis = new Redis(url, { maxRetriesPerRequest: null });
    this.#redis.on('error', onError);
    this.#queue = new Queue(campaign, { connection: this.#redis });
    this.#queue.on('error', onError);
    const key = `bull:${campaign}:do-not-call`;
    this.#doNotCallKey = key;
    this.doNotCall = {
      has: async (phone) => (await this.#redis.sismember(key, phone)) === 1,
      add: async (phone) => {
        await this.#redis.sadd(key, phone);
      },
    };
  }

  async add(contacts: readonly Contact[]): Promise<number> {
    const before = (await this.counts()).total;
    for (let at = 0; at < contacts.length; at += PAGE) {
      await this.#queue.addBulk(
        contacts.slice(at, at + PAGE).map((contact) => ({
          name: 'contact',
          data: { contact, progress: { calls: 0 } },
          // BullMQ does not add an id that it has, finished or not: finished jobs are kept.
          opts: { jobId: jobIdOf(contact), attempts: 5, backoff: { type: 'exponential', delay: 1000 } },
        })),
      );
    }
    return (await this.counts()).total - before;
  }

  work(handle: (job: Job) => Promise<Step>, { perSecond, concurrent }: WorkOptions): Work {
    const { campaign, lock, worker: name, onError } = this.#options;
    const process = async (job: ContactJob, token = ''): Promise<Result> => {
      const step = await handle(this.#jobOf(job, token));
      if ('result' in step) return step.result;
      await job.moveToDelayed(Date.now() + step.again, token);
      throw new DelayedError();
    };
    const worker = new Worker<Data, Result, 'contact'>(campaign, process, {
      connection: this.#redis,
      name,
      concurrency: concurrent,
      // One in so many ms rather than so many in a second, which would all start at once.
      limiter: { max: 1, duration: Math.ceil(1000 / perSecond) },
      lockDuration: lock,
      stalledInterval: lock / 2,
      // A job that comes back from a lost worker is always processed, never failed by BullMQ itself.
      maxStalledCount: 1_000,
    });
    worker.on('error', onError);
    return { close: () => worker.close() };
  }

  async pause(isPaused: boolean): Promise<void> {
    await (isPaused ? this.#queue.pause() : this.#queue.resume());
  }

  async counts(): Promise<Counts> {
    const [counts, isPaused] = await Promise.all([this.#queue.getJobCounts(), this.#queue.isPaused()]);
    const { completed = 0, failed = 0, active = 0, delayed = 0 } = counts;
    const { waiting = 0, paused = 0, prioritized = 0 } = counts;
    const done = completed + failed;
    const total = done + active + delayed + waiting + paused + prioritized;
    return { total, done, active, later: delayed, isPaused };
  }

  async finished(): Promise<readonly Finished[]> {
    const finished: Finished[] = [];
    for await (const { data, returnvalue, finishedOn = 0, failedReason } of this.#jobs(
      'completed',
      'failed',
    )) {
      const { contact, progress } = data;
      const failed = {
        outcome: 'failed',
        detail: failedReason,
        calls: progress.calls,
        at: finishedOn,
      } as const;
      // A job whose worker failed has no value; the result so far is in its progress.
      const result = (returnvalue as Result | null) ?? progress.result ?? failed;
      finished.push({ contact, result });
    }
    return finished;
  }

  async reopenUnknown(): Promise<number> {
    const unknown: Contact[] = [];
    for await (const job of this.#jobs('completed')) {
      if (job.returnvalue.outcome !== 'unknown') continue;
      unknown.push(job.data.contact);
      await job.remove();
    }
    await this.add(unknown);
    return unknown.length;
  }

  async forget(): Promise<void> {
    await this.#queue.obliterate();
    await this.#redis.del(this.#doNotCallKey);
  }

  async close(): Promise<void> {
    await this.#queue.close();
    this.#redis.disconnect();
  }

  async *#jobs(...states: readonly ('completed' | 'failed')[]): AsyncGenerator<ContactJob> {
    const jobs: ContactJob[] = [];
    for (const state of states) {
      for (let at = 0; ; at += PAGE) {
        const page = (await this.#queue.getJobs(state, at, at + PAGE - 1, true)) as ContactJob[];
        jobs.push(...page);
        if (page.length < PAGE) break;
      }
    }
    yield* jobs;
  }

  #jobOf(job: ContactJob, token: string): Job {
    const { lock } = this.#options;
    return {
      contact: job.data.contact,
      progress: job.data.progress,
      save: (progress) => job.updateData({ contact: job.data.contact, progress }),
      isMine: async () => {
        try {
          return (await job.extendLock(token, lock)) === 1;
        } catch {
          return false;
        }
      },
    };
  }
}
