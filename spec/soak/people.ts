import { pick, seedOf, seeded, weighted, type Random } from './random.js';

/** What a caller wants, which is also the context that they call. */
export const ERRANDS = [
  'menu',
  'pin',
  'speech',
  'record',
  'race',
  'operators',
  'handles',
  'dial',
  'connect',
  'commands',
  'continuous',
  'broken',
  'idle',
] as const;
export type Errand = (typeof ERRANDS)[number];

/** How a caller behaves. */
export interface Manner {
  /** How many of the first questions are not answered. */
  readonly silences: number;
  /** How many answers after that are wrong. */
  readonly blunders: number;
  /** Whether a number is given in two halves. */
  readonly halting: boolean;
  /** ms after which they hang up, answered or not. */
  readonly patience: number | undefined;
  /** The most ms they take to react. */
  readonly slowness: number;
}

/** Somebody on the phone. What they have to say is in their number, so that the app can tell it from another's. */
export interface Person {
  readonly number: string;
  /** Four digits. */
  readonly pin: string;
  /** 1 or 2. */
  readonly choice: string;
  readonly words: string;
}

export const numberOf = (index: number): string => `+1${String(5_550_000_000 + index)}`;

export function personOf(number: string): Person {
  const pin = number.slice(-4);
  return { number, pin, choice: Number(pin) % 2 === 0 ? '1' : '2', words: `parcel ${pin} please` };
}

export interface Caller {
  readonly person: Person;
  readonly errand: Errand;
  readonly manner: Manner;
}

export function callerOf(seed: number, index: number): Caller {
  const random = seeded(seedOf(seed, index));
  const errand = pick(random, ERRANDS);
  return { person: personOf(numberOf(index)), errand, manner: mannerOf(random, errand) };
}

function mannerOf(random: Random, errand: Errand): Manner {
  const plain: Manner = { silences: 0, blunders: 0, halting: false, patience: undefined, slowness: 10 };
  // Nobody but the caller ends a call that has nothing to offer.
  if (errand === 'idle') return { ...plain, patience: random() * 300 };
  const kind = weighted(random, { plain: 50, shy: 10, mute: 5, clumsy: 10, halting: 10, impatient: 15 });
  switch (kind) {
    case 'plain':
      return plain;
    case 'shy':
      return { ...plain, silences: 1 };
    case 'mute':
      return { ...plain, silences: Infinity };
    case 'clumsy':
      return { ...plain, blunders: random() < 0.7 ? 1 : Infinity };
    case 'halting':
      return { ...plain, halting: true, slowness: 30 };
    case 'impatient':
      return { ...plain, patience: random() * 200 };
  }
}
