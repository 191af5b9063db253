// The contacts on the simulator, with their behaviour and the expected results.
import type { CalleeOptions, RelaySimulator } from 'relay-rx/simulator';
import type { Subscription } from 'rxjs';
import type { Outcome } from './contact.js';

/** The behaviour of a contact at the first call, and at each later one. */
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

/** The people of contacts.csv. */
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

/** Assigns each behaviour to its number on the simulator, call by call. */
export const assign = (simulator: RelaySimulator, people: Readonly<Record<string, Behaviour>>): void => {
  const left = new Map<string, Omit<CalleeOptions, 'to'>[]>();
  const current = new Map<string, Subscription>();
  const behave = (to: string, how: Omit<CalleeOptions, 'to'>): void => {
    current.get(to)?.unsubscribe();
    current.set(to, simulator.callee({ ...how, to }));
  };
  for (const [to, { calls }] of Object.entries(people)) {
    const [first, ...later] = calls;
    behave(to, first ?? {});
    left.set(to, later);
  }
  // A behaviour is chosen before the phone rings: this one is for the next call.
  simulator.dialled$.subscribe(({ to }) => {
    const next = left.get(to)?.shift();
    if (next !== undefined) behave(to, next);
  });
};
