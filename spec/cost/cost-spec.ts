import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { nodeBundle } from '../../tools/node-bundle.js';

/** What `process/costs.ts` prints. */
interface Costs {
  /** How often `subscribe` is called for a call. */
  readonly subscribes: number;
  /** Bytes allocated for a call, those of the RELAY that it talks to among them. */
  readonly allocated: number;
  /** Bytes that a call with a prompt in progress takes, and RELAY's note of it. */
  readonly prompt: number;
  /** Bytes that are left of a call that has ended. */
  readonly ended: number;
}

/** Compiles the process and runs it with so much room for young objects that none is collected while they are counted. */
async function measure(): Promise<Costs> {
  const folder = await mkdtemp(join(tmpdir(), 'relay-rx-costs-'));
  try {
    const outfile = join(folder, 'costs.mjs');
    await build({ ...nodeBundle(), entryPoints: [join(__dirname, 'process/costs.ts')], outfile });
    const flags = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, outfile]);
    return JSON.parse(stdout) as Costs;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a whole call: offered, answered, asked for digits, hung up', () => {
  let costs: Costs;
  beforeAll(async () => {
    costs = await measure();
  }, 60_000);

  it('subscribes to no more than the flow itself does', () => {
    expect(costs.subscribes).toBeLessThanOrEqual(6);
  });

  it('allocates less than 53 kB, with the RELAY that it talks to', () => {
    expect(costs.allocated).toBeLessThan(53_000);
  });

  it('takes less than 5 kB while its prompt is in progress', () => {
    expect(costs.prompt).toBeLessThan(5_000);
  });

  it('leaves less than 300 B behind', () => {
    expect(costs.ended).toBeLessThan(300);
  });
});
