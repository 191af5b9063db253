// The other end of the soak, in a process of its own, so that the heap that is measured is the client's alone.
import { asyncScheduler } from 'rxjs';
import { RelaySimulator } from 'relay-rx/simulator';
import { SlowScheduler } from './slow-scheduler.js';
import { EXCHANGE, remaining, rush, settle, type Remaining, type TownPlan, type TownReport } from './town.js';

/** What is asked of the server, and what it answers. */
export type Question = { readonly kind: 'rush'; readonly plan: TownPlan } | { readonly kind: 'remaining' };
export type Answer =
  | { readonly kind: 'listening'; readonly host: string }
  | { readonly kind: 'rushed'; readonly report: TownReport }
  | { readonly kind: 'remaining'; readonly remaining: readonly Remaining[] };

const tell = (answer: Answer): void => void process.send?.(answer);

const pace = Number(process.argv[2]);
const simulator = await RelaySimulator.listen({
  ...EXCHANGE,
  project: 'p',
  token: 't',
  // What is said, and how long people take over it, and not what the connection does.
  scheduler: new SlowScheduler(asyncScheduler, pace),
  connectionScheduler: asyncScheduler,
});
settle(simulator);

process.on('message', (question: Question) => {
  switch (question.kind) {
    case 'rush':
      rush(simulator, question.plan, asyncScheduler).subscribe((report) => tell({ kind: 'rushed', report }));
      break;
    case 'remaining':
      tell({ kind: 'remaining', remaining: remaining(simulator) });
      break;
  }
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit());
tell({ kind: 'listening', host: simulator.host });
