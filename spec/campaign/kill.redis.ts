// With a real Redis and real processes: `npm run test:redis`. It takes minutes, and is no part of `npm test`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const CONTACTS = 80;

/** Runs the campaign of the fleet with a seed, which says who behaves how, and who is killed and drained when. */
const run = async (seed: number): Promise<{ code: unknown; output: string }> => {
  const args = ['demos/campaign-fleet.ts', '--contacts', String(CONTACTS), '--seed', String(seed)];
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, output };
};

/** The number in a row of the tally. */
const row = (output: string, name: string): number =>
  Number(new RegExp(`^${name} +(\\d+)$`, 'm').exec(output)?.[1] ?? NaN);

describe('a campaign of three workers, one of which is drained and one killed', () => {
  it.each([1, 2, 3, 4, 5])(
    'gives each contact exactly one result, and calls nobody again for a finished job (seed %d)',
    async (seed) => {
      const { code, output } = await run(seed);

      // What is wrong stands in the output, contact by contact.
      expect(output).toMatch(/^As it should be: each contact has one result/m);
      expect(code).toBe(0);
      const outcomes = 'confirmed delivered voicemail texted doNotCall busy noAnswer failed unknown'.split(
        ' ',
      );
      const numbers = outcomes.map((name) => row(output, name));
      expect(numbers.reduce((sum, each) => sum + each, 0)).toBe(CONTACTS);
      expect(row(output, 'in all')).toBe(CONTACTS);
      expect(output).toMatch(/ SIGKILL +it has [1-9]/);
      expect(output).toMatch(/ SIGTERM /);
    },
    120_000,
  );
});
