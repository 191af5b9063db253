import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { program } from '../../support/program.js';
import { start } from '../support.js';

// Each starts processes of its own, which take their time on a busy machine.
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'relay-rx-signals-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it('ends it with 0 while a client, calls, event streams and a phone are up, and its command with it', async () => {
    const app = [process.execPath, program('spec/cli/simulate/app.ts')];
    const { child, ended, says } = start(['simulate', '--port', '0', '--', ...app]);
    const [, host = ''] = await says(/^SIGNALWIRE_SPACE=(\S+)$/m);
    const ask = (path: string, init?: RequestInit) => fetch(`http://${host}/_relay/${path}`, init);
    const isTrue = async (path: string, wanted: string): Promise<void> => {
      while (!(await (await ask(path)).text()).includes(wanted))
        await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await isTrue('health', '"default"');
    const streams = [await ask('events'), await ask('phone')];
    await ask('calls', { method: 'POST', body: '{"context":"default"}' });
    await isTrue('calls', 'Press 1');
    child.kill(signal);

    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    await expect(ask('health')).rejects.toThrow();
    for (const { body } of streams) await body?.cancel().catch(() => undefined);
  });
});

describe('--open', () => {
  // Other systems have an opener of another name.
  const onLinux = process.platform === 'linux' ? it : it.skip;
  const opener = (name: string, script: string): string => {
    const path = mkdtempSync(join(folder, name));
    writeFileSync(join(path, 'xdg-open'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(path, 'xdg-open'), 0o755);
    return `${path}${delimiter}${process.env['PATH'] ?? ''}`;
  };

  onLinux('opens the phone in the browser', async () => {
    const opened = join(folder, 'opened');
    const { child, ended, says } = start(['simulate', '--port', '0', '--open'], {
      PATH: opener('works', `echo "$1" > '${opened}.part' && mv '${opened}.part' '${opened}'`),
    });
    const [, url = ''] = await says(/^The phone: (\S+)$/m);
    const read = (): string | undefined => {
      try {
        return readFileSync(opened, 'utf8');
      } catch {
        return undefined;
      }
    };
    while (read() === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');

    expect(read()).toBe(`${url}\n`);
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  onLinux('says where the phone is when there is no browser', async () => {
    const { child, ended, says } = start(['simulate', '--port', '0', '--open'], {
      PATH: opener('fails', 'exit 3'),
    });
    await says(/no browser could be opened: the phone is at http:\/\/127\.0\.0\.1:\d+\/\n/);
    child.kill('SIGINT');

    expect((await ended).code).toBe(0);
  });
});

describe('--host', () => {
  it('that others reach is warned of, by what was given', async () => {
    const { child, ended, says } = start(['simulate', '--port', '0', '--host', '0.0.0.0', '--quiet']);
    await says(/SIGNALWIRE_RELAY_SCHEME=ws\n/);
    child.kill('SIGINT');

    expect((await ended).stderr).toMatch(
      /^relay-rx simulate: --host 0\.0\.0\.0 is open to others: any machine that reaches port \d+ can drive this simulator\n$/,
    );
  });
});
