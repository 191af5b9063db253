import { play, type Outcome } from './cell.js';
import { EXPECTED } from './expected/index.js';
import { FAULTS, type Fault, type FaultName } from './faults/index.js';
import { FLIGHTS, type Flight, type FlightName } from './flights/index.js';

const faults = Object.entries(FAULTS) as [FaultName, Fault][];
const flights = Object.entries(FLIGHTS) as [FlightName, Flight][];

/** A request that waits has seen the connection go already: of `status$` it sees what follows. */
const lastOf = (statuses: readonly string[]): readonly string[] => [statuses.at(-1) ?? 'connected'];

describe.each(faults.map(([name, fault]) => ({ ...fault, name, fault })))(
  'when $title',
  ({ name, fault }) => {
    const { everybody, cells } = EXPECTED[name];
    const outcomes = new Map<FlightName, PromiseSettledResult<Outcome>>();

    beforeAll(async () => {
      const played = await Promise.allSettled(
        flights.map(([, flight]) => play(fault, flight, everybody.errors)),
      );
      for (const [index, outcome] of played.entries()) outcomes.set(flights[index]![0], outcome);
    }, 30_000);

    it.each(flights.map(([flightName, flight]) => ({ ...flight, flightName, says: cells[flightName] })))(
      '$title $says',
      ({ flightName, mayBeUnsent, says }) => {
        const outcome = outcomes.get(flightName)!;
        if (outcome.status === 'rejected') throw outcome.reason;
        const seen = outcome.value;
        const statuses = mayBeUnsent ? lastOf : (all: readonly string[]) => all;
        expect({
          ...seen,
          everybody: { ...seen.everybody, statuses: statuses(seen.everybody.statuses) },
        }).toEqual({
          says,
          everybody: { ...everybody, statuses: statuses(everybody.statuses) },
          left: {},
        });
      },
    );
  },
);
