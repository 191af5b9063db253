import fc from 'fast-check';
import { seeds } from './corpus.js';
import { carryOut, plans } from './edits.js';
import { execute } from './execute.js';

/** So many sequences in a run of the suite; `npm run fuzz` runs them by the minute. */
const RUNS = 250;

describe('the client', () => {
  it('goes on after any sequence of valid and garbled frames, drops, resumes and waits', () => {
    const population = seeds();
    fc.assert(
      fc.property(
        plans.map((plan) => carryOut(plan, population)),
        (steps) => {
          expect(execute(steps).wrong).toBeUndefined();
        },
      ),
      { numRuns: RUNS },
    );
  });
});
