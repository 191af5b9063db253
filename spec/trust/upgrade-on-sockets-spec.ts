import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom } from 'rxjs';
import { RelayClient, RelayConnectionError } from 'relay-rx';
import { WebSocketServer } from 'ws';
import { RawServer, afterwards, obliging } from '../connection/support.js';
import { certificates } from './support/certificates.js';
import { RETRY_DELAY, account, clocked, status } from './support/stage.js';

const later = afterwards();

/** A server that answers every upgrade with plain HTTP, and a client of it. */
async function refusing(code: number, headers: Record<string, string> = {}) {
  const server = createServer();
  let upgrades = 0;
  server.on('upgrade', (_request, socket) => {
    upgrades += 1;
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${code} No\r\n${lines.join('')}Connection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  later(() => server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stage = clocked(host);
  later(() => stage.client.close());
  const failed = firstValueFrom(stage.client.errors$);
  stage.client.connect();
  const error = await failed;
  if (!(error instanceof RelayConnectionError)) throw error;
  return { ...stage, host, error, upgrades: () => upgrades };
}

describe('an HTTP answer in place of a WebSocket', () => {
  it.each<[number, RegExp]>([
    [401, /HTTP 401: .*credentials.*option host/],
    [403, /HTTP 403: .*does not let this client in.*option host/],
    [404, /HTTP 404: there is no RELAY at this address.*option host/],
    [429, /HTTP 429: there were too many connections/],
    [503, /HTTP 503: the server is overloaded/],
    [418, /HTTP 418: .*option host/],
  ])('is named as what it is: %i', async (code, words) => {
    const { error, host } = await refusing(code);
    expect(error).toBeInstanceOf(RelayConnectionError);
    expect(error).toMatchObject({ status: code, delivery: 'unsent' });
    expect(error.retryAfter).toBeUndefined();
    expect(error.message).toMatch(words);
    expect(error.message).toContain(`Could not connect to ws://${host}: `);
  });

  it('says where a redirect leads, without its secrets', async () => {
    const { error } = await refusing(302, { Location: 'https://user:secret@other.example/login?key=secret' });
    expect(error.status).toBe(302);
    expect(error.message).toContain('a redirect to https://other.example/login, which is not followed');
    expect(error.message).not.toContain('secret');
  });

  it.each<[string, Record<string, string>]>([
    ['seconds', { 'Retry-After': '30' }],
    [
      'a date by the clock of the server',
      { Date: 'Wed, 21 Oct 2015 07:28:00 GMT', 'Retry-After': 'Wed, 21 Oct 2015 07:28:30 GMT' },
    ],
  ])('waits as long as Retry-After says: %s', async (_, headers) => {
    const { error, clock, sockets } = await refusing(503, headers);
    expect(error.retryAfter).toBe(30_000);
    clock.advance(29_999);
    expect(sockets).toHaveLength(1);
    clock.advance(1);
    expect(sockets).toHaveLength(2);
  });

  it('pays no heed to a Retry-After that is none', async () => {
    const { error } = await refusing(503, { 'Retry-After': 'soon' });
    expect(error.retryAfter).toBeUndefined();
  });
});

describe('a first connection that fails', () => {
  it('names the URL and the option to look at where nothing listens', async () => {
    const server = await RawServer.listen();
    await server.close();
    const { client } = clocked(server.host);
    later(() => client.close());
    const failed = firstValueFrom(client.errors$);
    client.connect();
    const { message } = await failed;
    expect(message).toContain(`Could not connect to ws://${server.host}: nothing listens at this address`);
    expect(message).toContain('option host (SIGNALWIRE_SPACE)');
  });

  it('is not what a later one is called', async () => {
    const server = await RawServer.listen();
    const { client, clock, errors } = clocked(server.host);
    later(() => client.close());
    client.connect();
    await status(client, 'connected');
    const lost = firstValueFrom(client.errors$);
    await server.close();
    await lost;
    const again = firstValueFrom(client.errors$);
    clock.advance(RETRY_DELAY);
    await again;
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('The connection was lost: '),
      expect.stringContaining(`Could not connect again to ws://${server.host}: `),
    ]);
  });
});

it('shows the reason with which a server closes', async () => {
  const server = await RawServer.listen(obliging);
  later(() => server.close());
  const { client } = clocked(server.host);
  later(() => client.close());
  client.connect();
  await status(client, 'connected');
  const lost = firstValueFrom(client.errors$);
  (await server.connection()).socket.close(4000, `moved; ${account.token}`);
  expect((await lost).message).toBe(
    'The connection was lost: the socket closed with code 4000 (moved; (masked))',
  );
});

describe('a server that demands a client certificate', () => {
  const made = certificates();
  const folder = mkdtempSync(join(tmpdir(), 'relay-rx-'));
  afterAll(() => {
    made.remove();
    rmSync(folder, { recursive: true });
  });
  const served = made.make({ name: 'IP:127.0.0.1', until: '491231' });
  const shown = made.make({ name: 'DNS:client.test', until: '491231' });
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const cert = file('cert.pem', shown.cert);
  const key = file('key.pem', shown.key);

  async function demanding() {
    const server = createTlsServer({
      cert: served.cert,
      key: served.key,
      ca: shown.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    server.on('tlsClientError', () => undefined);
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) =>
      socket.on('message', (data: Buffer) => {
        const { id } = JSON.parse(data.toString()) as { id: string };
        socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: { protocol: 'P' } }));
      }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    later(() => {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is shown the one that cert and key name', async () => {
    const { client, errors } = clocked(await demanding(), { scheme: 'wss', caFile: served.file, cert, key });
    later(() => client.close());
    client.connect();
    await status(client, 'connected');
    expect(errors).toEqual([]);
  });

  it('is named as such, with the options to give', async () => {
    const { client } = clocked(await demanding(), { scheme: 'wss', caFile: served.file });
    later(() => client.close());
    const failed = firstValueFrom(client.errors$);
    client.connect();
    expect((await failed).message).toMatch(/demands a client certificate.*options cert and key/);
  });

  it('is not asked with half of one, another key, or what is no PEM', () => {
    const make = (options: object) => () => new RelayClient({ ...account, ...options });
    expect(make({ cert })).toThrow(/RelayClient\.key is missing/);
    expect(make({ key })).toThrow(/RelayClient\.cert is missing/);
    expect(make({ cert, key: file('other.pem', served.key) })).toThrow(/RelayClient\.key must be/);
    expect(make({ cert: key, key })).toThrow(/RelayClient\.cert must be/);
    expect(make({ cert, key: join(folder, 'none') })).toThrow(/RelayClient\.key must be/);
  });
});
