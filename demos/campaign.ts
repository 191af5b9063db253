// An outbound campaign: contacts from a file are called in their own time of day, at the account's pace, and each of
// them ends with one result. The queue is in this process or, with REDIS_URL, on Redis, where any number of workers
// share it.
import { fileURLToPath } from 'node:url';
import type { RelayClientOptions } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import { readContacts } from './campaign/contacts-file.js';
import type { Finished } from './campaign/contact.js';
import { withFile } from './campaign/do-not-call-file.js';
import { EmbeddedQueue } from './campaign/embedded-queue.js';
import { listenForPause } from './campaign/keys.js';
import { USAGE, readOptions, type CampaignOptions } from './campaign/options.js';
import { CAST, assign } from './campaign/people.js';
import { follow, tallyOf, wordsOf } from './campaign/progress.js';
import type { CampaignQueue } from './campaign/queue.js';
import { RedisQueue } from './campaign/redis-queue.js';
import { writeResults } from './campaign/results-file.js';
import { Worker } from './campaign/worker.js';
import { reasonOf } from './support/log.js';
import { conclude, isReal, line, print, settings } from './support/run.js';

const SAMPLE = fileURLToPath(new URL('campaign/contacts.csv', import.meta.url));
/** Up to so many contacts, each result has a line. */
const FEW = 25;

const queueOf = (options: CampaignOptions): CampaignQueue =>
  options.redis === undefined
    ? new EmbeddedQueue()
    : new RedisQueue({
        url: options.redis,
        campaign: options.name,
        lock: options.lock * 1000,
        worker: options.as,
        onError: (error) => line('redis', 'is told', reasonOf(error)),
      });

const workerOf = async (
  queue: CampaignQueue,
  options: CampaignOptions,
  client: RelayClientOptions,
): Promise<Worker> => {
  const { doNotCall: file, rate, concurrent, attempts, ring, retryDelay, redialUnknown } = options;
  const { CAMPAIGN_FROM: from } = settings({ CAMPAIGN_FROM: '+15550100' });
  return new Worker({
    queue,
    doNotCall: file === undefined ? queue.doNotCall : await withFile(queue.doNotCall, file),
    client: { agent: options.as, maxActiveCalls: Math.max(concurrent, 1), ...client },
    settings: {
      from,
      ring,
      beepWithin: 30_000,
      attempts,
      retryDelay: retryDelay * 1000,
      longestDelay: Math.max(4 * 3_600_000, retryDelay * 1000),
      redialUnknown,
    },
    pace: { perSecond: rate, concurrent },
    line,
    tellsResults: (await queue.counts()).total <= FEW,
  });
};

/** Resolves at the first SIGINT or SIGTERM; a second one gives up the calls. */
const untilTold = (again: () => void): Promise<void> =>
  new Promise((resolve) => {
    let isTold = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (isTold) return again();
        isTold = true;
        line('campaign', 'is ending', 'the calls go on to their end; once more, and they are given up');
        resolve();
      });
    }
  });

const load = async (
  queue: CampaignQueue,
  { contacts = SAMPLE, redialUnknown }: CampaignOptions,
): Promise<void> => {
  const all = await readContacts(contacts);
  const added = await queue.add(all);
  line('campaign', 'is loaded', `${all.length} contacts, ${added} of them new`);
  if (redialUnknown)
    line('campaign', 'calls again', `${await queue.reopenUnknown()} whose result was unknown`);
};

const report = async (queue: CampaignQueue, file: string | undefined): Promise<readonly Finished[]> => {
  const finished = await queue.finished();
  if (finished.length > 0) line('campaign', 'has', tallyOf(finished));
  if (file !== undefined) {
    await writeResults(file, finished);
    line('campaign', 'has written', file);
  }
  return finished;
};

/** Works until it is told to end or, unless it only works for others, until nothing is left to be done. */
const work = async (
  queue: CampaignQueue,
  options: CampaignOptions,
  client: RelayClientOptions,
): Promise<void> => {
  const worker = await workerOf(queue, options, client);
  const told = untilTold(() => worker.abandon());
  const toggle = async (): Promise<void> => {
    const { isPaused } = await queue.counts();
    await queue.pause(!isPaused);
    line(
      'campaign',
      isPaused ? 'goes on' : 'is paused',
      isPaused ? '' : 'p goes on; calls that have begun end',
    );
  };
  const stopListening = listenForPause(() => {
    toggle().catch((error: unknown) => line('campaign', 'is told', reasonOf(error)));
  });
  try {
    await (options.command === 'work' ? told : follow(queue, line, told));
  } finally {
    stopListening();
    await worker.drain();
  }
};

/** The simulator with its cast, and what a client needs for it. */
const simulated = async (): Promise<{ simulator: RelaySimulator; client: RelayClientOptions }> => {
  const account = { project: 'demo', token: 'demo' };
  const simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 600 });
  assign(simulator, CAST);
  return { simulator, client: { ...account, host: simulator.host, scheme: 'ws' } };
};

const run = async (queue: CampaignQueue, options: CampaignOptions): Promise<boolean> => {
  const where = options.redis === undefined ? 'in this process' : 'on Redis';
  const whom = isReal ? 'real people' : 'simulated people';
  print(`A campaign: the queue is ${where}, and it calls ${whom}. p pauses and goes on, Ctrl-C ends it.\n`);
  await load(queue, options);
  if (isReal) {
    await work(queue, options, {});
    await report(queue, options.results);
    return true;
  }
  const { simulator, client } = await simulated();
  try {
    await work(queue, options, client);
  } finally {
    await simulator.close();
  }
  const finished = await report(queue, options.results);
  if (options.contacts !== undefined) return true;
  const right = finished.filter(({ contact, result }) => CAST[contact.phone]?.outcome === result.outcome);
  const all = Object.keys(CAST).length;
  return conclude(
    right.length === all && finished.length === all,
    'each of the nine has one result, and it is what they did',
  );
};

const perform = async (options: CampaignOptions): Promise<boolean> => {
  const queue = queueOf(options);
  try {
    switch (options.command) {
      case 'run':
        return await run(queue, options);
      case 'load':
        await load(queue, options);
        break;
      case 'work':
        if (!isReal)
          throw new Error('work needs the credentials of RELAY: SIGNALWIRE_PROJECT_ID and its kin');
        line(
          options.as,
          'works',
          `${options.rate} calls a second with all others, ${options.concurrent} at a time`,
        );
        await work(queue, options, {});
        break;
      case 'status':
        line('campaign', 'stands at', wordsOf(await queue.counts()));
        await report(queue, undefined);
        break;
      case 'pause':
      case 'resume':
        await queue.pause(options.command === 'pause');
        line('campaign', options.command === 'pause' ? 'is paused' : 'goes on');
        break;
      case 'results':
        await report(queue, options.results);
        break;
      case 'forget':
        await queue.forget();
        line('campaign', 'is forgotten');
    }
    return true;
  } finally {
    await queue.close();
  }
};

if (process.argv.includes('--help')) {
  print(USAGE);
} else {
  try {
    if (!(await perform(readOptions(process.argv.slice(2), process.env, isReal)))) process.exitCode = 1;
  } catch (error) {
    print(reasonOf(error));
    process.exitCode = 1;
  }
}
