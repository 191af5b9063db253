import fc from 'fast-check';
import { rawText, type Step } from './steps.js';
import { parsed, placesOf, put, remove, valueAt, type Place } from './tree.js';
import { KEYS, PALETTE, RAW, VALUES } from './words.js';

type Sequence = readonly Step[];

/** One change, as data: where, and by what of those that there are. Both count around, so that any number will do. */
interface Edit {
  readonly op: Op;
  readonly at: number;
  readonly by: number;
}

/** A sequence to be made: from one that there is, and what is taken from another. As data it shrinks well. */
export interface Plan {
  readonly parent: number;
  readonly donor: number;
  readonly edits: readonly Edit[];
}

/** So long a sequence gets. */
const LONGEST = 40;

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

/** Puts steps into a sequence, before the one at a place or after the last. */
const inserted = (steps: Sequence, at: number, added: Sequence): Step[] => {
  const place = at % (steps.length + 1);
  return [...steps.slice(0, place), ...added, ...steps.slice(place)];
};

/** What happens to a sequence as a whole. */
const ofSequence = {
  remove: (steps: Sequence, at: number) => steps.filter((_, index) => index !== at % steps.length),
  repeat: (steps: Sequence, at: number, by: number) => inserted(steps, by, [pick(steps, at)]),
  swap: (steps: Sequence, at: number, by: number) =>
    steps.map((step, index) =>
      index === at % steps.length ? pick(steps, by) : index === by % steps.length ? pick(steps, at) : step,
    ),
  insert: (steps: Sequence, at: number, by: number) => inserted(steps, at, [pick(PALETTE, by)]),
  graft: (steps: Sequence, at: number, by: number, donor: Sequence) => inserted(steps, at, [pick(donor, by)]),
  append: (steps: Sequence, _at: number, by: number, donor: Sequence) => [
    ...steps,
    ...donor.slice(by % donor.length),
  ],
} as const;

/** What happens to the text of a frame, JSON or not. */
const ofText = {
  cut: (text: string, at: number) => text.slice(0, at % (text.length + 1)),
  behead: (text: string, at: number) => text.slice(at % (text.length + 1)),
  flip: (text: string, at: number, by: number) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + String.fromCharCode(by % 256) + text.slice(place + 1);
  },
  join: (text: string, at: number, _by: number, donor: string) =>
    text.slice(0, at % (text.length + 1)) + donor + text.slice(at % (text.length + 1)),
} as const;

/** Stands in a tree for what only a text can say. */
const HOLE = '(hole)';

/** What happens to the tree that a frame is. */
const ofTree = {
  drop: (place: Place) => remove(place),
  retype: (place: Place, by: number) => put(place, pick(VALUES, by)),
  rename: (place: Place, by: number) => {
    const value = valueAt(place);
    remove(place);
    put({ ...place, key: pick(KEYS, by) }, value);
  },
  add: (place: Place, by: number) => put({ ...place, key: pick(KEYS, by) }, valueAt(place)),
  wrap: (place: Place, by: number) =>
    put(place, by % 2 === 0 ? [valueAt(place)] : { [pick(KEYS, by)]: valueAt(place) }),
  exchange: (place: Place, by: number, places: readonly Place[]) => {
    const other = pick(places, by);
    const [one, two] = [valueAt(place), valueAt(other)];
    // One that stands inside of the other would hold itself.
    if (contains(one, two) || contains(two, one)) return;
    put(place, two);
    put(other, one);
  },
  splice: (place: Place, by: number, _places: readonly Place[], donor: readonly Place[]) =>
    put(place, structuredClone(donor.length === 0 ? null : valueAt(pick(donor, by)))),
  raw: (place: Place) => put(place, HOLE),
} as const;

const contains = (outer: unknown, inner: unknown): boolean =>
  outer === inner || placesOf(outer).some((place) => valueAt(place) === inner);

type Op = keyof typeof ofSequence | keyof typeof ofText | keyof typeof ofTree;
const OPS = [...Object.keys(ofTree), ...Object.keys(ofText), ...Object.keys(ofSequence)] as Op[];

const has = <T extends object>(table: T, op: string): op is keyof T & string => Object.hasOwn(table, op);

/** A frame that is not to be had from a step: what text edits then work on. */
const PLAIN = '{"jsonrpc":"2.0","id":"e-9","method":"signalwire.ping"}';

function editText(text: string, { op, at, by }: Edit, donor: string): string {
  if (has(ofText, op)) return ofText[op](text, at, by, donor);
  const root: { frame?: unknown } = { frame: parsed(text) };
  if (root.frame === undefined || !has(ofTree, op)) return text;
  const places = placesOf(root);
  ofTree[op](pick(places, at), by, places, placesOf(parsed(donor)));
  // A frame that was dropped as a whole leaves nothing.
  const left = 'frame' in root ? JSON.stringify(root.frame) : '';
  return left.replace(`"${HOLE}"`, () => pick(RAW, by));
}

function edit(steps: Sequence, change: Edit, donor: Sequence): Step[] {
  const { op, at, by } = change;
  if (steps.length === 0 || donor.length === 0) return [...steps];
  if (has(ofSequence, op)) return [...ofSequence[op](steps, at, by, donor)];
  const index = by % steps.length;
  const text = rawText(pick(steps, index)) ?? PLAIN;
  const changed = editText(text, change, rawText(pick(donor, at)) ?? PLAIN);
  return steps.map((step, other) => (other === index ? { text: changed } : step));
}

/** Carries out a plan on the sequences that there are. */
export function carryOut({ parent, donor, edits }: Plan, population: readonly Sequence[]): Step[] {
  return edits
    .reduce<Step[]>(
      (steps, change) => edit(steps, change, pick(population, donor)),
      [...pick(population, parent)],
    )
    .slice(0, LONGEST);
}

const edits = fc.record<Edit>({ op: fc.constantFrom(...OPS), at: fc.nat(9_999), by: fc.nat(9_999) });

export const plans: fc.Arbitrary<Plan> = fc.record({
  parent: fc.nat(99_999),
  donor: fc.nat(99_999),
  edits: fc.array(edits, { minLength: 1, maxLength: 8 }),
});
