import type { Conversation } from './conversation.js';

/** A difference between the service and the simulator. */
export interface Difference {
  readonly place: string;
  /** The field, or `order` for the order of the states. */
  readonly field: string;
  readonly service: string;
  readonly simulator: string;
}

const ABSENT = '–';

const union = <K>(one: Iterable<K>, other: Iterable<K>): readonly K[] => [...new Set([...one, ...other])];
const shown = (leaves: ReadonlySet<string> | undefined): string =>
  leaves === undefined ? ABSENT : [...leaves].sort().join(' or ');

/** All differences, in the order of the service's frames, then of the simulator's. */
export function differences(service: Conversation, simulator: Conversation): readonly Difference[] {
  const found: Difference[] = [];
  for (const place of union(service.shapes.keys(), simulator.shapes.keys())) {
    const [real, simulated] = [service.shapes.get(place), simulator.shapes.get(place)];
    if (real === undefined || simulated === undefined) {
      const [said, unsaid] = ['sent', 'never sent'];
      found.push({
        place,
        field: 'the whole',
        service: real === undefined ? unsaid : said,
        simulator: simulated === undefined ? unsaid : said,
      });
      continue;
    }
    for (const field of union(real.keys(), simulated.keys())) {
      const [one, other] = [shown(real.get(field)), shown(simulated.get(field))];
      if (one !== other) found.push({ place, field, service: one, simulator: other });
    }
  }
  for (const type of union(service.sequences.keys(), simulator.sequences.keys())) {
    const [one, other] = [service, simulator].map(({ sequences }) => (sequences.get(type) ?? []).join(', '));
    if (one !== other && one && other)
      found.push({ place: `events ${type}`, field: 'order', service: one, simulator: other });
  }
  return found;
}
