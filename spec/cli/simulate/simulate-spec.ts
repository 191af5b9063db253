import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording } from 'relay-rx/recording';
import { program } from '../../support/program.js';
import { perform, start } from '../support.js';

// Each starts processes of its own, which take their time on a busy machine.
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'relay-rx-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const APP = [process.execPath, program('spec/cli/simulate/app.ts')];

const PASSES = write(
  'passes.yaml',
  `callers:
  - name: sales
    context: default
    count: 3
    script:
      - hear: Press 1
        warnAfter: 0
      - press: '1'
      - transferredTo: sales
      - ended: hangup
  - name: from data
    context: default
    data: numbers.csv
    script:
      - hear: { like: press one for sales, similarity: 0.5 }
      - press: '{{key}}'
      - transferredTo: extension-{{key}}
`,
);
write('numbers.csv', 'key,name\n2,Ann\n3,Bob\n');

describe('relay-rx simulate', () => {
  it('prints what to set, and ends with 0 on SIGINT, with clients and event streams up', async () => {
    const { child, ended, says } = start(['simulate', '--port', '0']);
    const [, host = ''] = await says(/^SIGNALWIRE_SPACE=(\S+)$/m);
    await says(/^The phone: http:\/\/127\.0\.0\.1:\d+\/$/m);
    const events = await fetch(`http://${host}/_relay/events`);
    await fetch(`http://${host}/_relay/calls`, { method: 'POST', body: '{"context":"default"}' });
    const began = performance.now();
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(stdout).toMatch(/^SIGNALWIRE_PROJECT_ID=\S+\nSIGNALWIRE_API_TOKEN=\S+\n/m);
    await events.body?.cancel().catch(() => undefined);
  });

  it('prints the environment and nothing else with --quiet', async () => {
    const { child, ended, says } = start([
      'simulate',
      '--port',
      '0',
      '--quiet',
      '--project',
      'a b',
      '--token',
      't',
    ]);
    await says(/SIGNALWIRE_RELAY_SCHEME/);
    child.kill('SIGINT');

    expect(await ended).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^SIGNALWIRE_PROJECT_ID='a b'\nSIGNALWIRE_API_TOKEN=t\nSIGNALWIRE_SPACE=127\.0\.0\.1:\d+\nSIGNALWIRE_RELAY_SCHEME=ws\n$/,
      ),
      stderr: '',
    });
  });

  it('runs a scenario against a command, and writes how it went and what passed', async () => {
    const junit = join(folder, 'passes.xml');
    const record = join(folder, 'passes.jsonl');
    const options = [
      '--port',
      '0',
      '--speed',
      '20',
      '--scenario',
      PASSES,
      '--junit',
      junit,
      '--record',
      record,
    ];
    const { code, stderr } = await start(['simulate', ...options, '--', ...APP]).ended;

    expect(stderr).toMatch(/passes\.yaml: 5 calls in [\d.]+ s: 5 passed, 3 warnings\n/);
    expect(stderr).not.toContain('the command ended');
    expect(code).toBe(0);
    expect(readFileSync(junit, 'utf8')).toMatch(
      /<testsuite name="[^"]*passes\.yaml" tests="5" failures="0"[^>]*>\n {4}<testcase classname="sales" name="sales #\d"/,
    );
    const { lines } = readRecording(record);
    expect(lines[0]).toMatchObject({ link: 1, connection: 'opened' });
    expect(lines[1]).toMatchObject({ direction: 'sent', frame: { method: 'signalwire.connect' } });
    expect(readFileSync(record, 'utf8')).not.toContain('simulated-token');
  });

  it('has hundreds of calls up at once, at a rate, each with a row of data', async () => {
    const rows = Array.from(
      { length: 50 },
      (_, index) => `+155501${String(index).padStart(5, '0')},${(index % 8) + 2}`,
    );
    write('fifty.csv', ['number,key', ...rows, ''].join('\n'));
    const crowd = write(
      'crowd.yaml',
      `callers:
  - name: crowd
    context: default
    count: 200
    perSecond: 100
    data: fifty.csv
    from: '{{number}}'
    script:
      - hear: { exactly: Press 1 for sales. }
        within: 1000000
      - wait: 30000
      - press: '{{key}}'
      - transferredTo: extension-{{key}}
        within: 1000000
      - ended: true
`,
    );
    const options = ['--port', '0', '--speed', '20', '--scenario', crowd];
    const { code, stderr } = await start(['simulate', ...options, '--', ...APP]).ended;

    expect(stderr).toMatch(/crowd\.yaml: 200 calls in [\d.]+ s: 200 passed\n/);
    expect(code).toBe(0);
  });

  it('fails with 1 where a caller does not hear what it expects, and says why', async () => {
    const fails = write(
      'fails.json',
      JSON.stringify({
        callers: [{ context: 'default', script: [{ hear: { exactly: 'Press 2' }, within: 3000 }] }],
      }),
    );
    const junit = join(folder, 'fails.xml');
    const options = ['--port', '0', '--speed', '20', '--scenario', fails, '--junit', junit];
    const { code, stderr } = await start(['simulate', ...options, '--', ...APP]).ended;

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /failed {3}caller 1 #1: step 1, hear exactly "Press 2": not within 3000 ms; the call is answered, and heard was "Press 1 for sales\."/,
    );
    expect(readFileSync(junit, 'utf8')).toMatch(
      /failures="1".*<failure message="step 1, hear exactly &quot;Press 2/s,
    );
  });

  it('ends as its command does, where there is no scenario', async () => {
    const command = [process.execPath, '-e', 'process.exit(process.env.SIGNALWIRE_SPACE ? 7 : 8)'];

    expect((await start(['simulate', '--port', '0', '--', ...command]).ended).code).toBe(7);
  });

  it('fails with 1 where the command ends before the scenario, or nobody connects', async () => {
    const early = await start(['simulate', '--port', '0', '--scenario', PASSES, '--', 'true']).ended;
    expect(early).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/the command ended with 0 before/),
    });

    const nobody = await start(['simulate', '--port', '0', '--scenario', PASSES, '--wait', '0']).ended;
    expect(nobody).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no client connected within 0 s/),
    });
  });

  it('ends with 127 where there is no such command', async () => {
    expect((await start(['simulate', '--port', '0', '--', 'no-such-command']).ended).code).toBe(127);
  });

  it('says in a line that a port is in use, with exit code 2', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;

    expect(await perform(['simulate', '--port', String(port)])).toEqual({
      code: 2,
      stdout: '',
      stderr: `relay-rx simulate: port ${port} is in use: choose another with --port, or 0 for a free one\n`,
    });
    taken.close();
  });

  it.each([
    [['--port', 'x'], /--port must be a whole number/],
    [['--speed', '0'], /--speed must be a number from 0\.01 to 1000; got '0'/],
    [['--wait', '-1'], /--wait/],
    [['--cert', 'a.pem'], /--cert and --key go together/],
    [
      ['--cert', 'none.pem', '--key', 'none.pem'],
      /--cert must be a file that can be read, with certificates in PEM form; got 'none\.pem' \(ENOENT\)/,
    ],
    [['--junit', 'x.xml'], /--junit needs --scenario/],
    [
      ['--scenario', PASSES, '--junit', '/no-such-folder/x.xml'],
      /--junit must be a file in a folder that exists; got '\/no-such-folder\/x\.xml'/,
    ],
    [['--speed', '-1'], /^relay-rx simulate: Option '--speed' argument is ambiguous[^\n]*\nSee [^\n]*\n$/],
    [['--scenario', 'none.yaml'], /the scenario none\.yaml cannot be read \(ENOENT\)/],
    [
      ['--port', '0', '--record', '/no-such-folder/x.jsonl'],
      /^relay-rx simulate: \/no-such-folder\/x\.jsonl cannot be written: ENOENT[^\n]*\n$/,
    ],
    [['--allow-host', 'a b'], /--allow-host must be a host name/],
    [['file'], /'file' is one argument too many/],
    [['--loud'], /--loud/],
  ])('refuses %j with exit code 2', async (args, message) => {
    expect(await perform(['simulate', ...args])).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(message),
    });
  });
});

describe('a scenario that does not parse', () => {
  const bad = (name: string, text: string): Promise<unknown> =>
    perform(['simulate', '--port', '0', '--scenario', write(name, text)]);

  it.each([
    [
      'callers:\n  - context: a\n    scirpt: []\n',
      /line 3: callers\[0\]\.scirpt is not known; the keys are name,/,
    ],
    [
      'callers:\n  - context: a\n    script:\n      - hear: x\n      - press: 1\n',
      /line 5: .*\.press must be a text of the keys/,
    ],
    [
      'callers:\n  - context: a\n    script:\n      - hear: x\n        wihtin: 5\n',
      /line 5: .*wihtin is not known/,
    ],
    ['callers:\n  - script: []\n', /line 2: callers\[0\]\.context is missing/],
    [
      'callers:\n  - context: a\n    script:\n      - press: "1"\n        say: x\n',
      /line 4: .*does two things, press and say/,
    ],
    [
      'callers:\n  - context: a\n    script:\n      - say: "{{name}}"\n',
      /line 4: .*names \{\{name\}\}, and the caller has no data/,
    ],
    ['callers: []\n', /line 1: callers must have at least one caller/],
    [
      'callers:\n  - context: a\n    count: 0\n    script: []\n',
      /line 3: callers\[0\]\.count must be a whole number/,
    ],
    ['callers:\n  - [\n', /line \d/],
    ['callers:\n  - context: a\n    context: b\n    script: []\n', /line 3: Map keys must be unique/],
    ['', /must be an object; got null/],
  ])('%j is named by line and key', async (text, message) => {
    expect(await bad('bad.yaml', text)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(message),
    });
  });

  it('in JSON is named in the same way', async () => {
    expect(
      await bad('bad.json', '{\n "callers": [\n  { "context": "a", "script": [{ "hear": 1 }] }\n ]\n}'),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /bad\.json, line 3: callers\[0\]\.script\[0\]\.hear must be a text, \{ exactly \}/,
      ),
    });
    expect(await bad('bad.json', '{\n "callers": [,]\n}')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/bad\.json, line 2: /),
    });
  });
});
