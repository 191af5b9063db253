// Who is called on the simulator, how each of them behaves, and what should come of it.
import type { CalleeOptions, RelaySimulator } from 'relay-rx/simulator';
import { THANKS } from './call-contact.js';
import type { Outcome } from './contact.js';

/** How somebody behaves when they are called: at the first call, and at each later one. */
export interface Behaviour {
  readonly calls: readonly Omit<CalleeOptions, 'to'>[];
  readonly outcome: Outcome;
}

const press = (key: string): Omit<CalleeOptions, 'to'> => ({
  after: 400,
  script: [{ hear: 'reminder' }, { wait: 300 }, { press: key }],
});
const busy = { answer: 'busy', after: 300 } as const;

export const BEHAVIOURS = {
  confirms: { calls: [press('1')], outcome: 'confirmed' },
  refuses: { calls: [press('9')], outcome: 'doNotCall' },
  listens: { calls: [{ after: 400 }], outcome: 'delivered' },
  machine: {
    calls: [{ answer: 'machine', after: 400, greeting: 'Leave me a message.' }],
    outcome: 'voicemail',
  },
  busyAtFirst: { calls: [busy, press('1')], outcome: 'confirmed' },
  alwaysBusy: { calls: [busy], outcome: 'busy' },
  busyAndTexted: { calls: [busy], outcome: 'texted' },
  hangsUp: { calls: [{ after: 400, script: [{ wait: 400 }, { hangUp: true }] }], outcome: 'texted' },
  away: { calls: [{ answer: 'noAnswer' }], outcome: 'noAnswer' },
} as const satisfies Readonly<Record<string, Behaviour>>;

/** Those of contacts.csv. */
export const CAST: Readonly<Record<string, Behaviour>> = {
  '+15550101': BEHAVIOURS.confirms,
  '+15550102': BEHAVIOURS.machine,
  '+15550103': BEHAVIOURS.busyAtFirst,
  '+15550104': BEHAVIOURS.alwaysBusy,
  '+15550105': BEHAVIOURS.hangsUp,
  '+15550106': BEHAVIOURS.away,
  '+15550107': BEHAVIOURS.listens,
  '+15550108': BEHAVIOURS.refuses,
  '+15550109': BEHAVIOURS.busyAndTexted,
};

/** Has a number behave so on the simulator, call by call. */
export const assign = (simulator: RelaySimulator, to: string, { calls }: Behaviour): void => {
  const [first, ...later] = calls;
  let behaviour = simulator.callee({ ...first, to });
  if (later.length === 0) return;
  simulator.dialled$.subscribe((callee) => {
    const next = callee.to === to ? later.shift() : undefined;
    if (next === undefined) return;
    behaviour.unsubscribe();
    behaviour = simulator.callee({ ...next, to });
  });
};

/** What the one who confirmed has heard in the end. */
export const LAST_WORDS = THANKS;
