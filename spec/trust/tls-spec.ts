import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect as connectTcp, type AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { firstValueFrom } from 'rxjs';
import { RelayClient, RelayConnectionError, type RelayClientOptions } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import { afterwards } from '../connection/support.js';
import { certificates, type Certificate } from './support/certificates.js';
import { RETRY_DELAY, account, clocked, status } from './support/stage.js';

const later = afterwards();
const made = certificates();
afterAll(() => made.remove());

const good = made.make({ name: 'IP:127.0.0.1', until: '491231' });
const expired = made.make({ name: 'IP:127.0.0.1', until: '200102' });
const elsewhere = made.make({ name: 'DNS:relay.test', until: '491231' });

/** The simulator behind TLS, and a client in front of that. */
async function encrypted({ cert, key }: Certificate, options: RelayClientOptions) {
  const simulator = await RelaySimulator.listen(account);
  later(() => simulator.close());
  const [host = '', port] = simulator.host.split(':');
  const server = createServer({ cert, key }, (socket) => {
    const far = connectTcp({ host, port: Number(port) });
    socket.pipe(far).pipe(socket);
    for (const [one, other] of [
      [socket, far],
      [far, socket],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  later(() => server.close());
  const stage = clocked(`127.0.0.1:${(server.address() as AddressInfo).port}`, { scheme: 'wss', ...options });
  later(() => stage.client.close());
  return { simulator, ...stage };
}

describe('over TLS', () => {
  it('connects where caFile has who signed the certificate', async () => {
    const { client, simulator, errors } = await encrypted(good, { caFile: good.file });
    client.connect();
    await status(client, 'connected');
    const call = firstValueFrom(client.calls$);
    simulator.call({ context: 'default' });
    expect(await call).toMatchObject({ context: 'default' });
    expect(errors).toEqual([]);
  });

  it.each<[string, Certificate, RelayClientOptions, RegExp]>([
    [
      'has not been told to trust',
      good,
      {},
      /certificate is not trusted .*self-signed.* caFile \(SIGNALWIRE_RELAY_CA_FILE\)/,
    ],
    ['trusts another one than', good, { caFile: elsewhere.file }, /certificate is not trusted .* caFile/],
    [
      'finds out of date',
      expired,
      { caFile: expired.file },
      /certificate has expired or is not valid yet .*clock of this machine/,
    ],
    [
      'finds to be of another host',
      elsewhere,
      { caFile: elsewhere.file },
      /certificate is for another host .* option host \(SIGNALWIRE_SPACE\)/,
    ],
  ])(
    'refuses a certificate that it %s, says what to do, and goes on trying',
    async (_, certificate, options, why) => {
      const { client, clock, errors, sockets, simulator } = await encrypted(certificate, options);
      const told = firstValueFrom(client.errors$);
      client.connect();
      await told;
      const again = firstValueFrom(client.errors$);
      clock.advance(RETRY_DELAY);
      await again;
      expect(sockets.length).toBe(2);
      for (const error of errors) {
        expect(error).toBeInstanceOf(RelayConnectionError);
        expect(error.message).toMatch(why);
        expect((error.cause as Error).message).toEqual(expect.any(String));
      }
      expect(await firstValueFrom(client.status$)).toBe('connecting');
      expect(simulator.received()).toEqual([]);
    },
  );

  it('says what to do where the server speaks no TLS', async () => {
    const simulator = await RelaySimulator.listen(account);
    later(() => simulator.close());
    const { client } = clocked(simulator.host, { scheme: 'wss' });
    later(() => client.close());
    const told = firstValueFrom(client.errors$);
    client.connect();
    expect((await told).message).toMatch(
      /does not speak TLS \(wrong version number\): .* options scheme and host/,
    );
  });

  it.each([
    ['has no certificate', 'garbage'],
    ['has a broken one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
    ['is empty', ''],
  ])('refuses a caFile that %s before anything happens', (_, text) => {
    const file = good.file.replace(/pem$/, 'bad.pem');
    writeFileSync(file, text);
    expect(() => new RelayClient({ ...account, caFile: file })).toThrow(/caFile .*PEM/);
  });
});

it('says what to do about a host that is not there', async () => {
  const { client } = clocked('relay.invalid');
  later(() => client.close());
  const told = firstValueFrom(client.errors$);
  client.connect();
  expect((await told).message).toMatch(/relay\.invalid.* option host \(SIGNALWIRE_SPACE\)/);
});
