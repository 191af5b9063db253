// Programs that a bundler has put together: what it does to ws is what the client has to notice.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { RelaySimulator } from 'relay-rx/simulator';

const LIMIT = 120_000;

/** Connects, and writes how that ended. */
const PROGRAM = `
import { RelayClient } from 'relay-rx';
import { filter, firstValueFrom, merge } from 'rxjs';
const client = new RelayClient({ contexts: ['default'] });
const connected$ = client.status$.pipe(filter((status) => status === 'connected'));
firstValueFrom(merge(connected$, client.calls$)).then(
  (status) => {
    console.log('status', status);
    client.close();
  },
  (error) => console.log(error.name, error.code, error.message),
);
`;

describe('a program in a bundle', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'relay-rx-bundled-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The output of the program, with other modules in the place of some. */
  const run = async (alias: Readonly<Record<string, string>>): Promise<string> => {
    const file = join(folder, `${Object.keys(alias).join()}.cjs`);
    buildSync({
      stdin: { contents: PROGRAM, resolveDir: process.cwd() },
      outfile: file,
      tsconfig: 'tsconfig.json',
      bundle: true,
      platform: 'node',
      target: 'node20',
      minify: true,
      alias,
      logLevel: 'silent',
    });
    await using simulator = await RelaySimulator.listen({ project: 'p', token: 't' });
    const env = {
      PATH: process.env['PATH'],
      SIGNALWIRE_PROJECT_ID: 'p',
      SIGNALWIRE_API_TOKEN: 't',
      SIGNALWIRE_SPACE: simulator.host,
      SIGNALWIRE_RELAY_SCHEME: 'ws',
    };
    const child = spawn(process.execPath, [file], { env, timeout: LIMIT });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (output += text.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    return output;
  };

  it(
    'connects where ws is whole',
    async () => {
      expect(await run({})).toBe('status connected\n');
    },
    LIMIT,
  );

  it(
    "ends, and names the bundler's setting, where an optional part of ws is an empty module",
    async () => {
      const empty = join(folder, 'empty.js');
      writeFileSync(empty, '');
      const output = await run({ bufferutil: empty });

      expect(output).toMatch(/^RelayConnectionError ERR_RELAY_CONNECTION Cannot connect: .*\n$/);
      expect(output).toContain("serverExternalPackages: ['relay-rx'] in next.config");
    },
    LIMIT,
  );

  it(
    'ends, and says where relay-rx runs, where ws is its stub for browsers',
    async () => {
      const output = await run({ ws: join(process.cwd(), 'node_modules/ws/browser.js') });

      expect(output).toMatch(/^RelayConnectionError ERR_RELAY_CONNECTION Cannot connect: .*\n$/);
      expect(output).toContain('relay-rx runs in Node.js');
    },
    LIMIT,
  );
});
