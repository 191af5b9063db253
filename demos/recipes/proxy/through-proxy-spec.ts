import { RelayClient, eachCall } from 'relay-rx';
import { filter, firstValueFrom, lastValueFrom } from 'rxjs';
import { connectProxy } from '../../support/connect-proxy.js';
import { practice, type Practice } from '../../support/practice.js';
import { supportLine } from '../support-line.js';
import { throughProxy } from './through-proxy.js';

// On real sockets: a busy machine takes its time.
jest.setTimeout(60_000);

describe('throughProxy', () => {
  let relay: Practice;
  beforeEach(async () => {
    relay = await practice();
  });
  afterEach(() => relay[Symbol.asyncDispose]());

  const connected = (client: RelayClient) =>
    firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));

  it('has calls served over a connection that the proxy makes', async () => {
    await using proxy = await connectProxy();
    const client = new RelayClient({ ...relay.options, socket: throughProxy(proxy.url) });
    client.calls$.pipe(eachCall(supportLine)).subscribe();
    const caller = await relay.callOnce();
    await lastValueFrom(client.drain(), { defaultValue: undefined });

    expect(await firstValueFrom(caller.transferredTo$)).toBe('support');
    expect(proxy.targets).toEqual([relay.options.host]);
  });

  it('shows the proxy its credentials, and connects again through it', async () => {
    await using proxy = await connectProxy('user:password');
    const client = new RelayClient({
      ...relay.options,
      socket: throughProxy(proxy.url),
      reconnect: { initialDelay: 1 },
    });
    client.connect();
    await connected(client);
    relay.simulator.faults.drop();
    await firstValueFrom(client.status$.pipe(filter((status) => status === 'reconnecting')));
    await connected(client);
    client.close();

    expect(proxy.targets).toEqual([relay.options.host, relay.options.host]);
  });

  const errorOf = async (proxy: string): Promise<string> => {
    const client = new RelayClient({ ...relay.options, socket: throughProxy(proxy), reconnect: false });
    const reported = firstValueFrom(client.errors$);
    client.subscribe({ error: () => undefined });
    const { message } = await reported;
    client.close();
    return message;
  };

  it('has it reported when the proxy refuses the credentials, without them', async () => {
    await using proxy = await connectProxy('user:password');
    const message = await errorOf(proxy.url.replace('password', 'not-the-password'));

    expect(message).toContain('407');
    expect(message).not.toContain('not-the-password');
    expect(proxy.targets).toEqual([]);
  });

  it('has it reported when there is no proxy', async () => {
    const proxy = await connectProxy();
    await proxy[Symbol.asyncDispose]();

    expect(await errorOf(proxy.url)).toContain('ECONNREFUSED');
  });
});
