// The run: Redis, the simulator and the workers are started, contacts are called, a worker is drained and one is killed.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { RelaySimulator } from 'relay-rx/simulator';
import { Worker } from '../../fleet/workers.js';
import type { Line } from '../../support/log.js';
import { assign } from '../people.js';
import { wordsOf } from '../progress.js';
import { RedisQueue } from '../redis-queue.js';
import { chance } from './random.js';
import { Records, mostInASecond } from './records.js';
import { startRedis } from './redis-server.js';
import { townOf } from './town.js';
import type { FleetCampaign } from './check-run.js';

export interface FleetOptions {
  readonly contacts: number;
  readonly rate: number;
  readonly workers: number;
  /** The seed of chance, which decides each behaviour, and who is killed and drained when. */
  readonly seed: number;
}

/** What it cost. */
export interface Costs {
  /** From the first call to the last, in s. */
  readonly seconds: number;
  readonly calls: number;
  /** Commands that Redis carried out, those of scripts among them, and its processor time in s. */
  readonly redisCommands: number;
  readonly redisSeconds: number;
  /** What the jobs take up when they are finished. */
  readonly redisBytes: number;
  /** The processor time of the workers together, in s, where the system tells. */
  readonly workerSeconds: number | undefined;
  /** The most calls that one worker had at a time. */
  readonly concurrent: number;
}

export interface Outcome extends FleetCampaign {
  readonly costs: Costs;
  readonly errors: readonly string[];
}

const program = fileURLToPath(new URL('../../campaign.ts', import.meta.url));
const account = { project: 'fleet', token: 'fleet' };
const ATTEMPTS = 3;
/** Seconds until the contacts of the killed worker go to another. */
const LOCK = 3;
/** ms that it may take beside the calls themselves. */
const PATIENCE = 60_000;
const LOOK = 100;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The processor time of a process so far, in s; undefined where the system does not tell. */
const processorTime = async (pid: number | undefined): Promise<number | undefined> => {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // User and system time, in ticks of 10 ms.
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
};

const redisNumbers = async (url: string): Promise<(name: string) => number> => {
  const redis = new Redis(url);
  const info = await redis.info();
  redis.disconnect();
  return (name) => Number(new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1] ?? NaN);
};

export const perform = async (options: FleetOptions, line: Line): Promise<Outcome> => {
  const { contacts: number, rate, seed } = options;
  const random = chance(seed);
  const { contacts, people } = townOf(number, random);
  // One of the workers is drained and another is killed, each somewhere in the middle.
  const names = Array.from({ length: options.workers }, (_, index) => `worker-${index + 1}`);
  const shuffled = [...names].sort(() => random() - 0.5);
  const [toKill = '', toDrain = ''] = shuffled;
  const killAt = number * (0.3 + 0.4 * random());
  const drainAt = number * (0.3 + 0.4 * random());

  await using redis = await startRedis();
  await using simulator = await RelaySimulator.listen({
    ...account,
    wordsPerMinute: 600,
    sessionTimeout: 1_500,
  });
  assign(simulator, people);
  const records = new Records(simulator);
  const errors: string[] = [];
  const queue = new RedisQueue({
    url: redis.url,
    campaign: 'fleet',
    lock: LOCK * 1000,
    worker: 'fleet',
    onError: (error) => errors.push(error.message),
  });
  const env = {
    REDIS_URL: redis.url,
    SIGNALWIRE_PROJECT_ID: account.project,
    SIGNALWIRE_API_TOKEN: account.token,
    SIGNALWIRE_SPACE: simulator.host,
    SIGNALWIRE_RELAY_SCHEME: 'ws',
    CAMPAIGN_FROM: '+15550100',
  };
  const settings = { rate, attempts: ATTEMPTS, ring: 2, 'retry-delay': 1, lock: LOCK, concurrent: 200 };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const empty = (await redisNumbers(redis.url))('used_memory');
  await queue.add(contacts);
  const workers = new Map(
    names.map((name) => {
      const command = [program, 'work', '--name', 'fleet', '--as', name, ...flags] as const;
      return [name, new Worker(name, env, (error) => errors.push(`${name}: ${error}`), [...command])];
    }),
  );
  // On a busy machine, one worker may still be starting when the others have half of the calls.
  const busy = (preferred: string, other: string | undefined): string | undefined =>
    [preferred, ...names].find((name) => name !== other && records.liveOf(name) > 0);
  const signal = (name: string | undefined, which: 'SIGTERM' | 'SIGKILL'): void => {
    if (name === undefined) return;
    line(name, which, `it has ${records.liveOf(name)} calls`);
    workers.get(name)?.signal(which);
  };
  try {
    let [drained, killed]: (string | undefined)[] = [];
    let concurrent = 0;
    let told = 0;
    const until = performance.now() + (number / rate) * 1500 + PATIENCE;
    for (;;) {
      const counts = await queue.counts();
      const made = records.all.length;
      concurrent = Math.max(concurrent, ...names.map((name) => records.liveOf(name)));
      if (performance.now() - told >= 2_000 || counts.done === number) {
        told = performance.now();
        line('campaign', 'stands at', wordsOf(counts));
      }
      if (drained === undefined && made >= drainAt) {
        drained = busy(toDrain, killed ?? toKill);
        signal(drained, 'SIGTERM');
      }
      if (killed === undefined && made >= killAt) {
        killed = busy(toKill, drained);
        signal(killed, 'SIGKILL');
      }
      if (counts.done === number || performance.now() > until) break;
      await pause(LOOK);
    }
    const times = records.all.map(({ at }) => at);
    const cpu = await Promise.all([...workers.values()].map(({ pid }) => processorTime(pid)));
    const numbers = await redisNumbers(redis.url);
    for (const worker of workers.values()) if (worker.exit === undefined) worker.signal('SIGTERM');
    await Promise.race([Promise.all([...workers.values()].map(({ ended }) => ended)), pause(15_000)]);
    const finished = await queue.finished();
    const known = cpu.filter((each) => each !== undefined);
    return {
      contacts,
      people,
      finished,
      calls: records.calls,
      texts: records.texts,
      attempts: ATTEMPTS,
      rate,
      most: mostInASecond(times),
      drained,
      killed,
      exits: new Map([...workers].map(([name, { exit }]) => [name, exit])),
      errors,
      costs: {
        seconds: (Math.max(...times) - Math.min(...times)) / 1000,
        calls: times.length,
        redisCommands: numbers('total_commands_processed'),
        redisSeconds: numbers('used_cpu_user') + numbers('used_cpu_sys'),
        redisBytes: numbers('used_memory') - empty,
        workerSeconds: known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0),
        concurrent,
      },
    };
  } finally {
    for (const worker of workers.values()) if (worker.exit === undefined) worker.signal('SIGKILL');
    await queue.close();
  }
};
