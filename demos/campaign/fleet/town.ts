// The people of the fleet's campaign, as many as there are to be.
import type { Contact } from '../contact.js';
import { BEHAVIOURS, type Behaviour } from '../people.js';

/** How many of a hundred behave how. */
const SHARES: readonly (readonly [Behaviour, number])[] = [
  [BEHAVIOURS.confirms, 45],
  [BEHAVIOURS.machine, 20],
  [BEHAVIOURS.refuses, 5],
  [BEHAVIOURS.listens, 10],
  [BEHAVIOURS.busyAtFirst, 10],
  [BEHAVIOURS.hangsUp, 5],
  [BEHAVIOURS.busyAndTexted, 3],
  [BEHAVIOURS.away, 2],
];

export interface Town {
  readonly contacts: readonly Contact[];
  /** By their numbers. */
  readonly people: Readonly<Record<string, Behaviour>>;
}

const draw = (random: () => number): Behaviour => {
  let left = random() * 100;
  for (const [behaviour, share] of SHARES) if ((left -= share) < 0) return behaviour;
  return BEHAVIOURS.confirms;
};

export const townOf = (number: number, random: () => number): Town => {
  const people: Record<string, Behaviour> = {};
  const contacts = Array.from({ length: number }, (_, index): Contact => {
    const phone = `+1555${String(index).padStart(7, '0')}`;
    const behaviour = draw(random);
    people[phone] = behaviour;
    return {
      id: String(index + 1),
      name: `Contact ${index + 1}`,
      phone,
      timeZone: 'UTC',
      window: { from: 0, to: 24 * 60 },
      mayText: behaviour.outcome === 'texted',
    };
  });
  return { contacts, people };
};
