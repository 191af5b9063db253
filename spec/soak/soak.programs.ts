import { spawn } from 'node:child_process';
import { virtualSoak } from './virtual.js';

const FEW = '--calls 300 --warm-up 20 --live 100 --seed 5'.split(' ');

/** Runs the soak as `npm run soak` does. */
const soaked = (...options: readonly string[]) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((resolve) => {
    const command = ['--import', 'tsx', '--expose-gc', 'spec/soak/index.ts', ...options];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (output += text.toString()));
    child.on('close', (code) => resolve({ code, output }));
  });

describe('of some hundred calls over a connection that misbehaves', () => {
  it.each([1, 2])(
    'every flow ends in a stated way and nothing is left, in virtual time (seed %i)',
    async (seed) => {
      const { report, app, wrongs } = await virtualSoak({
        seed,
        calls: 500,
        live: 100,
        faultsPerSecond: 50,
      });

      expect(wrongs).toEqual([]);
      expect(report?.calls).toBe(500);
      expect(Object.keys(report?.faults ?? {}).length).toBeGreaterThan(3);
      expect(app.outcomes.ends.counts).toMatchObject({
        completed: expect.any(Number),
        'connection: unknown': expect.any(Number),
      });
    },
    60_000,
  );

  it('goes the same way again with the same seed', async () => {
    const plan = { seed: 4, calls: 150, live: 50, faultsPerSecond: 25 };
    const [one, other] = [await virtualSoak(plan), await virtualSoak(plan)];

    expect(other.took).toBe(one.took);
    expect(other.report).toEqual(one.report);
    expect(other.app.outcomes.ends.counts).toEqual(one.app.outcomes.ends.counts);
  }, 60_000);

  it('every flow ends in a stated way and nothing is left, on a WebSocket', async () => {
    const { code, output } = await soaked(...FEW);

    expect(output).toContain('As it should be.');
    expect(output).not.toContain('WRONG');
    expect(code).toBe(0);
  }, 60_000);

  it('says what is not a number, and soaks nothing', async () => {
    const { code, output } = await soaked('--calls', 'many');

    expect(output).toBe('--calls is a number of at least 1, not many\n');
    expect(code).toBe(1);
  }, 60_000);
});
