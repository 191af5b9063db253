import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createPlainServer, type Server as HttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording } from 'relay-rx/recording';
import { WebSocketServer } from 'ws';
import { certificates } from '../trust/support/certificates.js';
import { perform, type Ran } from './support.js';

jest.setTimeout(30_000);

const folder = mkdtempSync(join(tmpdir(), 'relay-rx-cli-tls-'));
const made = certificates();
const good = made.make({ name: 'IP:127.0.0.1', until: '491231' });
afterAll(() => {
  made.remove();
  rmSync(folder, { recursive: true });
});

/** Sends one frame, and says by its exit code how its socket ended: 7 once answered, 8 when it was not let in. */
const PROGRAM = `
  const { SIGNALWIRE_SPACE, SIGNALWIRE_RELAY_SCHEME } = process.env;
  const socket = new (require('ws'))(SIGNALWIRE_RELAY_SCHEME + '://' + SIGNALWIRE_SPACE);
  socket.on('error', () => process.exit(8));
  socket.on('open', () => socket.send('{"jsonrpc":"2.0","id":"1","method":"signalwire.ping","params":{}}'));
  socket.on('message', () => process.exit(7));`;

/** Records that program in front of a server that sends everything back. */
const record = async (
  listener: HttpServer,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran & { readonly path: string }> => {
  const sockets = new WebSocketServer({ server: listener });
  sockets.on('connection', (socket) => socket.on('message', (data: Buffer) => socket.send(data.toString())));
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const path = join(folder, `${port}.jsonl`);
  const ran = await perform(
    ['record', path, '--host', `127.0.0.1:${port}`, '--', process.execPath, '-e', PROGRAM],
    env,
  );
  for (const socket of sockets.clients) socket.terminate();
  listener.close();
  return { ...ran, path };
};

describe('relay-rx record, of a space over TLS', () => {
  it('carries what passes where SIGNALWIRE_RELAY_CA_FILE has who signed the certificate', async () => {
    const { code, stderr, path } = await record(createServer(good), { SIGNALWIRE_RELAY_CA_FILE: good.file });

    expect({ code, stderr }).toEqual({ code: 7, stderr: '' });
    expect(readRecording(path).lines.filter((line) => 'frame' in line)).toHaveLength(2);
  });

  it('says what to do about a certificate that is not trusted, and lets nobody in', async () => {
    const { code, stderr, path } = await record(createServer(good));

    expect(code).toBe(8);
    expect(stderr).toMatch(
      /^relay-rx record: wss:\/\/\S+ cannot be reached: the server's certificate is not trusted \(.*\): .*SIGNALWIRE_RELAY_CA_FILE\)\n$/,
    );
    expect(readRecording(path).lines).toEqual([]);
  });

  it('says in one line that a server does not speak TLS', async () => {
    const { code, stderr } = await record(createPlainServer());

    expect(code).toBe(8);
    expect(stderr).toMatch(/^relay-rx record: \S+ cannot be reached: the server does not speak TLS \(.*\n$/);
  });
});
