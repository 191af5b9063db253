import { setImmediate } from 'node:timers/promises';
import { VirtualTimeScheduler } from 'rxjs';
import { RelayEngine } from 'relay-rx/simulator';
import { App } from './app.js';
import { EarlyScheduler } from './early-scheduler.js';
import { COSTLY } from './faults.js';
import { between, seeded, seedOf } from './random.js';
import { SlowScheduler } from './slow-scheduler.js';
import { EXCHANGE, remaining, rush, settle, type TownPlan, type TownReport } from './town.js';
import { wireTo } from './virtual-wire.js';

/** Time that goes from one moment to the next that has something due, promises included. */
class Clock extends VirtualTimeScheduler {
  /** Goes on until `enough` or for `limit` ms. */
  async until(enough: () => boolean, limit: number): Promise<void> {
    const end = this.frame + limit;
    while (!enough()) {
      const next = this.actions[0]?.delay ?? Infinity;
      if (next > end) return;
      this.maxFrames = next;
      this.flush();
      // Promises are settled before the next moment, as they are in real time.
      await setImmediate();
    }
  }

  /** How many timers are still to come. */
  get due(): number {
    return this.actions.filter(({ closed }) => !closed).length;
  }
}

export interface VirtualOutcome {
  readonly report: TownReport | undefined;
  readonly app: App;
  readonly wrongs: readonly string[];
  /** ms, of the clock. */
  readonly took: number;
}

/** An hour of the clock: far more than the calls take. */
const LIMIT = 3_600_000;
/** ms of the clock, after the last fault, within which everything must have ended: a dial that was left may stay for 120 s. */
const CALM = 150_000;

/** The soak in virtual time: with one seed it goes the same way each time. */
export async function virtualSoak(plan: TownPlan): Promise<VirtualOutcome> {
  const clock = new Clock();
  const { pace = 1 } = plan;
  const random = seeded(seedOf(plan.seed, -2));
  const ids = (prefix: string): (() => string) => {
    let next = 0;
    return () => `${prefix}-${(next += 1)}`;
  };
  const engine = new RelayEngine({
    ...EXCHANGE,
    project: 'p',
    token: 't',
    scheduler: new SlowScheduler(clock, pace),
    connectionScheduler: clock,
    generateId: ids('relay'),
  });
  settle(engine);
  const app = new App(
    {
      scheduler: new EarlyScheduler(clock, seeded(seedOf(plan.seed, -3))),
      socket: wireTo(engine, clock, () => between(random, 0, 5)),
      reconnect: { initialDelay: 20, maxDelay: 200, random },
      generateId: ids('app'),
    },
    plan.seed,
    pace,
  );
  let report: TownReport | undefined;
  const errands = new Set(['dials and messages']);
  rush(engine, plan, clock).subscribe((done) => (report = done));
  app
    .errands(plan.seed, Math.ceil(plan.calls / 10), Math.ceil(plan.live / 10))
    .subscribe({ complete: () => errands.clear() });
  await clock.until(() => report !== undefined && errands.size === 0, LIMIT);
  await clock.until(() => app.unquiet.length === 0 && engine.calls.length === 0, CALM);

  const wrongs = [
    ...app.outcomes.wrongs,
    ...app.unquiet,
    ...Array.from(errands, (which) => `the ${which} have not all ended`),
    ...remaining(engine).map(
      ({ callId, state, to }) => `call ${callId} to ${to} is still ${state}: nobody ends it`,
    ),
  ];
  // No machine is slow here, so that each loss has a fault that explains it.
  const explained = COSTLY.reduce((sum, fault) => sum + (report?.faults[fault] ?? 0), 0);
  if (app.losses > explained) {
    wrongs.push(`the connection was lost ${app.losses} times, of which faults explain ${explained}`);
  }
  const took = clock.frame;
  app.close();
  await clock.until(() => false, CALM);
  if (app.status !== 'disconnected') wrongs.push(`the client is ${app.status} after its close`);
  wrongs.push(...app.held.map(([what, count]) => `${count} ${what} are held after the close`));
  engine.close();
  await clock.until(() => false, CALM);
  if (clock.due > 0) wrongs.push(`${clock.due} timers are left`);
  return { report, app, wrongs, took };
}
