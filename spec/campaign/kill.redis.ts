// With a real Redis and real processes: `npm run test:redis`. It takes minutes, and is no part of `npm test`.
import { perform } from '../../demos/campaign/fleet/perform.js';
import { faultsOf } from '../../demos/campaign/fleet/verdict.js';

describe('a campaign of three workers, one of which is drained and one killed', () => {
  it.each([1, 2, 3, 4, 5])(
    'gives each contact exactly one result, and calls nobody again for a finished job (seed %d)',
    async (seed) => {
      const run = await perform({ contacts: 80, rate: 20, workers: 3, seed }, () => undefined);

      expect(faultsOf(run)).toEqual([]);
      expect(run.finished.map(({ contact }) => contact.id).sort()).toEqual(
        run.contacts.map(({ id }) => id).sort(),
      );
      expect(run.killed).toBeDefined();
      expect(run.drained).toBeDefined();
    },
    120_000,
  );
});
