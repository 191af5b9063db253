import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RelayClient, eachCall } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import { readRecording, replay, type Recording } from 'relay-rx/recording';
import { concat, firstValueFrom, mergeMap } from 'rxjs';
import { WebSocket, WebSocketServer } from 'ws';
import { perform, run, start } from './support.js';

// Each starts processes of its own, which take their time on a busy machine.
jest.setTimeout(30_000);

const folder = mkdtempSync(join(tmpdir(), 'relay-rx-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => join(folder, `${(files += 1)}.jsonl`);
const links = ({ lines }: Recording): unknown[] =>
  lines.flatMap((line) => ('connection' in line ? [[line.link, line.connection, line.code]] : []));

/** A recording proxy without a command, in front of a server. */
const proxied = async (host: string, path: string, ...options: readonly string[]) => {
  const running = start(['record', path, '--host', host, '--scheme', 'ws', ...options]);
  const [, local = ''] = await running.says(/SIGNALWIRE_SPACE=(\S+)/);
  return { ...running, local };
};

/** A server that is told what to do with its one socket. */
const server = async () => {
  const listener = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  const accepted = once(listener, 'connection').then(([socket]) => socket as WebSocket);
  return { host: `127.0.0.1:${port}`, accepted, close: () => listener.close() };
};

describe('relay-rx record', () => {
  it('records a client of any kind, and carries its call through', async () => {
    const account = { project: 'a-project', token: 'a-very-secret-token' };
    await using simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 60_000 });
    const path = newFile();
    const { child, ended, local } = await proxied(simulator.host, path, '--mask', 'numbers');
    const client = new RelayClient({ ...account, host: local, scheme: 'ws', contexts: ['default'] });
    client.calls$.pipe(eachCall((call) => concat(call.answer(), call.hangup()))).subscribe();
    const over = firstValueFrom(client.calls$.pipe(mergeMap((call) => call.ended$)));
    simulator.call({ from: '+12025550177' });
    await over;
    client.close();
    child.kill('SIGINT');

    expect(await ended).toMatchObject({ code: 0, stdout: '' });
    const text = readFileSync(path, 'utf8');
    for (const secret of ['a-very-secret-token', '2025550177']) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/authorization_state":"(?!\(masked\))/);
    const { mismatch } = replay(readRecording(path), (call) => concat(call.answer(), call.hangup()));
    expect(mismatch).toBeUndefined();
  });

  it('points a command at itself, and passes its exit code on', async () => {
    await using simulator = await RelaySimulator.listen({ project: 'p', token: 't' });
    const path = newFile();
    const program = `
      const { SIGNALWIRE_SPACE, SIGNALWIRE_RELAY_SCHEME } = process.env;
      const socket = new (require('ws'))(SIGNALWIRE_RELAY_SCHEME + '://' + SIGNALWIRE_SPACE);
      socket.on('open', () => socket.send('{"jsonrpc":"2.0","id":"1","method":"signalwire.ping","params":{}}'));
      socket.on('message', () => socket.close(1000));
      socket.on('close', () => process.exit(7));`;
    const env = { SIGNALWIRE_SPACE: simulator.host, SIGNALWIRE_RELAY_SCHEME: 'ws' };

    expect(await perform(['record', path, '--', process.execPath, '-e', program], env)).toMatchObject({
      code: 7,
    });
    const recording = readRecording(path);
    expect(recording.lines.filter((line) => 'frame' in line)).toHaveLength(2);
    expect(links(recording)).toEqual([
      [1, 'opened', undefined],
      [1, 'closed', 1000],
    ]);
  });

  it('passes signals on to the command, and the file is whole at the end', async () => {
    const path = newFile();
    const program =
      "process.on('SIGTERM', () => process.exit(9)); console.log('ready'); setInterval(() => {}, 1e6);";
    const { child, ended, says } = start(['record', path, '--', process.execPath, '-e', program]);
    await says(/ready/);
    child.kill('SIGTERM');

    expect(await ended).toMatchObject({ code: 9 });
    expect(readRecording(path).lines).toEqual([]);
  });

  it.each([
    [
      'not there',
      ['no-such-command-at-all'],
      127,
      "'no-such-command-at-all' cannot be run: there is no such command",
    ],
    ['ended by a signal', [process.execPath, '-e', "process.kill(process.pid, 'SIGKILL')"], 137, ''],
  ])('says as a shell does that a command is %s', async (_, command, code, message) => {
    const ran = await perform(['record', newFile(), '--', ...command]);

    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });

  it('carries frames of any size and kind both ways, and what closes, with its code', async () => {
    const { host, accepted, close } = await server();
    const path = newFile();
    const { child, ended, local } = await proxied(host, path);
    const client = new WebSocket(`ws://${local}`);
    const remote = await accepted;
    const large = JSON.stringify({ large: 'x'.repeat(3_000_000) });
    const heard = firstMessages(client, 3);
    for (const each of [large, Buffer.from([1, 2]), 'no JSON']) remote.send(each);

    expect((await heard).map((each) => each.length)).toEqual([large.length, 2, 7]);
    const said = firstMessages(remote, 1);
    client.send('{"a":1}');
    expect((await said).map(String)).toEqual(['{"a":1}']);
    const closed = once(client, 'close');
    remote.close(4321, 'a reason');
    expect((await closed).map(String)).toEqual(['4321', 'a reason']);
    child.kill('SIGINT');
    await ended;
    close();

    const recording = readRecording(path);
    expect(links(recording)).toEqual([
      [1, 'opened', undefined],
      [1, 'closed', 4321],
    ]);
    const written = recording.lines.flatMap((line) => ('frame' in line ? [line.frame] : []));
    expect(written).toEqual([
      JSON.parse(large),
      '(not JSON: 2 characters)',
      '(not JSON: 7 characters)',
      { a: 1 },
    ]);
  });

  it('carries a drop as a drop', async () => {
    const { host, accepted, close } = await server();
    const path = newFile();
    const { child, ended, local } = await proxied(host, path);
    const client = new WebSocket(`ws://${local}`);
    const remote = await accepted;
    await once(client, 'open');
    const closed = once(remote, 'close');
    client.terminate();

    expect((await closed)[0]).toBe(1006);
    child.kill('SIGTERM');
    await ended;
    close();
    expect(links(readRecording(path))).toEqual([
      [1, 'opened', undefined],
      [1, 'closed', 1006],
    ]);
  });

  it('leaves an earlier recording as it is when it cannot start', async () => {
    const { host, close } = await server();
    const path = newFile();
    writeFileSync(path, 'an earlier recording');
    const port = host.replace(/.*:/, '');
    const taken = await perform(['record', path, '--port', port, '--', process.execPath, '-e', '']);
    const blind = await perform(['record', path, '--', process.execPath, '-e', ''], {
      SIGNALWIRE_RELAY_CA_FILE: join(folder, 'no-ca.pem'),
    });
    close();

    expect(taken.code).toBe(1);
    expect(taken.stderr).toMatch(/^relay-rx record: .*EADDRINUSE/);
    expect(blind.code).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe('an earlier recording');
  });

  it('refuses a client while the space cannot be reached, and says so', async () => {
    const { host, close } = await server();
    close();
    const { child, ended, local } = await proxied(host, newFile());
    const client = new WebSocket(`ws://${local}`);
    const [error] = (await once(client, 'error')) as [Error];

    expect(error.message).toBe('Unexpected server response: 502');
    child.kill('SIGINT');
    expect((await ended).stderr).toMatch(/ws:\/\/\S+ cannot be reached: .*ECONNREFUSED/);
  });
});

describe('relay-rx replay', () => {
  const flow = (digits: number): string => {
    const path = join(folder, `flow-${digits}.mts`);
    writeFileSync(
      path,
      `import { digits, tts } from '${process.cwd()}/lib/index.js';
       import { concat, retry, switchMap } from '${process.cwd()}/node_modules/rxjs/dist/cjs/index.js';
       export default (call) => concat(call.answer(), call.playAndCollect({
         media: [tts('Press 1 for sales, 2 for support.')],
         collect: { initialTimeout: 3, digits: { max: ${digits} } },
       }).pipe(digits(), retry(2), switchMap(() => call.transfer({ dest: 'support' }))));`,
    );
    return path;
  };

  it('says whether a flow did the same, and where it did not', async () => {
    const recording = 'demos/recordings/menu.jsonl';
    // Flows in TypeScript take a loader.
    const env = { NODE_OPTIONS: '--import=tsx' };
    const [same, changed] = await Promise.all([
      run(['replay', recording, flow(1)], env),
      run(['replay', recording, flow(2)], env),
    ]);

    expect(same).toEqual({ code: 0, stdout: 'The same, to the end: 4 commands.\n', stderr: '' });
    expect(changed).toMatchObject({ code: 1, stdout: '' });
    expect(changed.stderr).toContain('then calling.play_and_collect with collect.digits.max 1, now 2\n');
  });
});

/** The next messages of a socket. */
const firstMessages = (socket: WebSocket, count: number): Promise<Buffer[]> =>
  new Promise((resolve) => {
    const messages: Buffer[] = [];
    socket.on('message', (data: Buffer) => {
      if (messages.push(data) === count) resolve(messages);
    });
  });
