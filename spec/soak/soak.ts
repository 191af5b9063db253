import { setTimeout } from 'node:timers/promises';
import { config, lastValueFrom } from 'rxjs';
import { App } from './app.js';
import { CountingScheduler } from './counting-scheduler.js';
import { heapInUse } from './heap.js';
import { textOf } from './outcome-log.js';
import { seedOf, seeded } from './random.js';
import { RemoteTown } from './remote-town.js';
import { Sockets } from './sockets.js';
import type { Counts } from './tally.js';
import type { TownPlan, TownReport } from './town.js';

export interface SoakPlan extends TownPlan {
  /** How many calls come before the heap is measured for the first time. */
  readonly warmUp: number;
}

export interface SoakOutcome {
  readonly report: TownReport;
  /** How the flows, dials and messages ended. */
  readonly ends: Counts;
  /** What was told on `errors$`. */
  readonly errors: Counts;
  readonly sockets: number;
  /** Bytes for each call that the heap has grown by: while the client is connected, and when it is closed. */
  readonly growth: { readonly connected: number; readonly closed: number };
  /** What is not as it should be, as sentences. */
  readonly wrongs: readonly string[];
}

/**
 * ms that everything has to come to an end in once the faults are over, and so many more where answers may take longer. A
 * connection that is half-open at the end, with no request in flight, is found 15 s and an answer's time later.
 */
const CALM = 20_000;
const CALM_AT_PACE = 5_000;

/** Timers of the event loop, by whoever. */
const timersOfTheLoop = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'Immediate').length;

/** Waits until there is nothing wrong any more, or not much longer; gives what still is. */
async function settled(
  pace: number,
  wrongs: () => readonly string[] | Promise<readonly string[]>,
): Promise<readonly string[]> {
  const end = performance.now() + CALM + (pace - 1) * CALM_AT_PACE;
  for (;;) {
    const found = await wrongs();
    if (found.length === 0 || performance.now() > end) return found;
    await setTimeout(20);
  }
}

/** The soak, on a WebSocket, with the simulator in another process. */
export async function soak(plan: SoakPlan): Promise<SoakOutcome> {
  const wrongs: string[] = [];
  const noted = (what: string) => (error: unknown) => void wrongs.push(`${what}: ${textOf(error)}`);
  config.onUnhandledError = noted('an error that RxJS could bring to nobody');
  const handlers = {
    unhandledRejection: noted('an unhandled rejection'),
    uncaughtException: noted('an uncaught exception'),
  };
  for (const [event, handler] of Object.entries(handlers)) process.on(event, handler);
  const processListeners = countProcessListeners();

  const { pace = 1 } = plan;
  const town = await RemoteTown.open(pace);
  const scheduler = new CountingScheduler();
  const sockets = new Sockets();
  const app = new App(
    {
      scheduler,
      host: town.host,
      socket: sockets.connect,
      reconnect: { initialDelay: 20, maxDelay: 200, random: seeded(seedOf(plan.seed, -2)) },
    },
    plan.seed,
    pace,
  );

  const rush = async (calls: number, seed: number): Promise<TownReport> => {
    const errands = Math.ceil(calls / 10);
    const [report] = await Promise.all([
      town.rush({ ...plan, calls, seed }),
      lastValueFrom(app.errands(seed, errands, Math.ceil(plan.live / 10)), { defaultValue: undefined }),
    ]);
    const unquiet = await settled(pace, async () => [
      ...app.unquiet,
      ...(await town.remaining()).map(
        ({ callId, state, to }) => `call ${callId} to ${to} is still ${state}: nobody ends it`,
      ),
    ]);
    wrongs.push(...unquiet);
    return report;
  };

  await rush(plan.warmUp, seedOf(plan.seed, -3));
  app.outcomes.ends.clear();
  app.outcomes.errors.clear();
  const before = await heapInUse();
  const report = await rush(plan.calls, plan.seed);
  const connected = (await heapInUse()) - before;
  // Nothing takes a request's answer away then, unless the machine is too slow for so many calls.
  if (plan.faultsPerSecond === 0) {
    for (const [how, count] of Object.entries(app.outcomes.ends.counts))
      if (how.startsWith('connection')) wrongs.push(`without a fault, ${count} ended so: ${how}`);
  }
  if (app.status !== 'connected') wrongs.push(`the client is ${app.status} at the end, not connected`);

  app.close();
  wrongs.push(
    ...(await settled(pace, () => [
      ...(app.status === 'disconnected' ? [] : [`the client is ${app.status} after its close`]),
      ...app.held.map(([what, count]) => `${count} ${what} are held after the close`),
      ...(sockets.open > 0 ? [`${sockets.open} sockets are open after the close`] : []),
      ...(scheduler.due > 0 ? [`${scheduler.due} timers of the client are left`] : []),
    ])),
  );
  await town.close();
  const closed = (await heapInUse()) - before;
  if (timersOfTheLoop() > 0) wrongs.push(`${timersOfTheLoop()} timers of the event loop are left`);
  const listeners = countProcessListeners() - processListeners;
  if (listeners !== 0) wrongs.push(`${listeners} listeners of the process are left`);
  for (const [event, handler] of Object.entries(handlers)) process.off(event, handler);
  config.onUnhandledError = null;

  return {
    report,
    ends: app.outcomes.ends.counts,
    errors: app.outcomes.errors.counts,
    sockets: sockets.opened,
    growth: { connected: connected / plan.calls, closed: closed / plan.calls },
    wrongs: [...wrongs, ...app.outcomes.wrongs, ...sockets.wrongs],
  };
}

/** Once everything has ended, whatever does not listen any more was taken away again. */
const countProcessListeners = (): number =>
  process.eventNames().reduce((sum, event) => sum + process.listenerCount(event), 0);
