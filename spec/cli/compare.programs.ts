import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { compareCommand } from '../../lib/cli/compare/index.js';
import { RelaySimulator } from '../../lib/simulator/index.js';
import { perform, type Ran } from './support.js';

jest.setTimeout(60_000);

type Rewrite = (frame: string) => string;

/** A service that is the simulator, but for what is rewritten in what it sends. */
async function different(simulator: RelaySimulator, rewrite: Rewrite) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (local) => {
    const remote = new WebSocket(simulator.url);
    const early: string[] = [];
    local.on('message', (data: Buffer) => {
      if (remote.readyState === WebSocket.OPEN) remote.send(data.toString());
      else early.push(data.toString());
    });
    remote.on('open', () => early.forEach((text) => remote.send(text)));
    remote.on('message', (data: Buffer) => local.send(rewrite(data.toString())));
    local.on('close', () => remote.close());
    remote.on('close', () => local.close());
  });
  const { port } = server.address() as { port: number };
  return { host: `127.0.0.1:${port}`, close: () => server.close() };
}

const PROJECT = 'project-of-the-spec';
const TOKEN = 'token-of-the-spec';
const TO = '+15550199';
const FROM = '+15550100';

describe('relay-rx compare', () => {
  let simulator: RelaySimulator;
  beforeEach(async () => {
    simulator = await RelaySimulator.listen({ project: PROJECT, token: TOKEN, wordsPerMinute: 6000 });
    simulator.callee({ after: 0 });
  });
  afterEach(() => simulator.close());

  const env = (host = simulator.host): Record<string, string> => ({
    SIGNALWIRE_PROJECT_ID: PROJECT,
    SIGNALWIRE_API_TOKEN: TOKEN,
    SIGNALWIRE_SPACE: host,
    SIGNALWIRE_RELAY_SCHEME: 'ws',
  });
  const compare = (more: readonly string[] = ['--yes'], host?: string): Promise<Ran> =>
    perform(['compare', TO, '--from', FROM, ...more], env(host));

  it('finds no difference between the simulator and itself', async () => {
    const { code, stdout, stderr } = await compare();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('There is no difference.');
    expect(simulator.received('calling.dial')).toHaveLength(1);
  });

  it.each(['busy', 'decline'] as const)(
    'compares what there is when the phone is not answered: %s',
    async (answer) => {
      simulator.callee({ answer, after: 0 });
      expect(await compare()).toMatchObject({ code: 0 });
    },
  );

  it('reports what a service sends otherwise: fields, types, words and orders', async () => {
    const rewrites: Rewrite = (text) =>
      text
        .replace(/"state":"playing"/, '"state":"playing","volume":3')
        .replace(/"recording_id":"([^"]*)"/g, '"recording_id":7')
        .replace(/"message":"Dialing"/, '"message":"Dialing","queue_position":1')
        .replace(/"type":"no_input"/g, '"type":"silence"');
    const service = await different(simulator, rewrites);
    const { code, stdout } = await compare(['--yes'], service.host);
    service.close();
    expect(code).toBe(1);
    const rows = stdout.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).toEqual(
      expect.arrayContaining([
        '| event calling.call.play (playing) | volume | number | – |',
        '| event calling.call.record (recording) | recording_id | number | string |',
        '| answer to calling.dial | queue_position | number | – |',
        '| event calling.call.collect (silence) | the whole | sent | never sent |',
        '| event calling.call.collect (no_input) | the whole | never sent | sent |',
        '| events calling.call.collect | order | silence | no_input |',
      ]),
    );
  });

  it('writes the report to a file, and nothing of anybody in it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'compare-'));
    const file = join(folder, 'report.md');
    const service = await different(simulator, (text) => text.replaceAll('"state"', '"stage"'));
    const { code, stdout } = await compare(['--yes', '--report', file], service.host);
    service.close();
    const text = await readFile(file, 'utf8');
    await rm(folder, { recursive: true });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(text).toContain('| where | what | the service | the simulator |');
    for (const secret of [PROJECT, TOKEN, TO, FROM, '15550199', 'https://', service.host])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('makes no call unless it is told to', async () => {
    const run = async (
      ask?: (question: string) => Promise<string>,
    ): Promise<{ code: number; asked: string }> => {
      let asked = '';
      const code = await compareCommand.run(
        { values: { from: FROM }, positionals: [TO], rest: [] },
        {
          stdout: () => undefined,
          stderr: () => undefined,
          env: env(),
          columns: undefined,
          isTerminal: true,
          ask: ask && ((question) => ((asked = question), ask(question))),
          folder: process.cwd(),
          phoneFolder: new URL('file:///nowhere/'),
        },
      );
      return { code, asked };
    };
    expect(await run(() => Promise.resolve(''))).toEqual({
      code: 1,
      asked: `Call ${TO} from ${FROM} by way of ${simulator.host}? [y/N] `,
    });
    await expect(run()).rejects.toThrow('--yes makes the call without asking');
    expect(simulator.received('signalwire.connect')).toEqual([]);
    expect(await run(() => Promise.resolve('y'))).toMatchObject({ code: 0 });
  });

  it.each([
    [['compare'], 'the number to call is missing'],
    [['compare', TO], '--from is missing'],
    [
      ['compare', 'Ann', '--from', FROM],
      "the number to call must be a phone number, for example +15550100; got 'Ann'",
    ],
    [['compare', TO, '--from', FROM, '--yes'], 'SIGNALWIRE_PROJECT_ID is not set'],
    [['compare', TO, '--from', FROM, '--scheme', 'http'], "--scheme must be wss or ws; got 'http'"],
  ])('says how it is used: %j', async (args, message) => {
    const { code, stderr } = await perform(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('fails when the credentials are refused, and shows none', async () => {
    const { code, stderr } = await perform(['compare', TO, '--from', FROM, '--yes'], {
      ...env(),
      SIGNALWIRE_API_TOKEN: 'a-wrong-token',
    });
    expect(code).toBe(1);
    expect(stderr).not.toContain('a-wrong-token');
    expect(stderr).toMatch(/relay-rx compare: /);
  });
});
