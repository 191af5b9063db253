import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Registry } from 'prom-client';
import { RelayClient, eachCall } from 'relay-rx';
import { filter, firstValueFrom } from 'rxjs';
import { practice, type Practice } from '../../support/practice.js';
import { supportLine } from '../support-line.js';
import { metricsServer } from './metrics-server.js';

// On real sockets: a busy machine takes its time.
jest.setTimeout(60_000);

describe('metricsServer', () => {
  let relay: Practice;
  let client: RelayClient;
  let server: Server;
  const registry = new Registry();
  const orders = new Counter({ name: 'orders_total', help: 'Orders.', registers: [registry] });
  const get = (path: string) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
      headers: { connection: 'close' },
    });

  beforeEach(async () => {
    relay = await practice();
    client = new RelayClient(relay.options);
    server = metricsServer(client, registry).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    client.close();
    server.close();
    await relay[Symbol.asyncDispose]();
  });

  it("serves the client's numbers and the program's, each name once", async () => {
    orders.inc(3);
    client.calls$.pipe(eachCall(supportLine)).subscribe();
    await relay.callOnce();
    const response = await get('/metrics');
    const lines = (await response.text()).split('\n');
    const types = lines.filter((line) => line.startsWith('# TYPE '));

    expect(response.headers.get('content-type')).toBe(registry.contentType);
    expect(lines).toContain('orders_total 3');
    expect(lines).toContain('relay_rx_calls_total{outcome="received"} 1');
    expect(new Set(types).size).toBe(types.length);
  });

  it('is healthy while the client is connected, and no longer when it is closed', async () => {
    const health = async () => {
      const response = await get('/healthz');
      return [response.status, await response.text()];
    };
    expect(await health()).toEqual([503, 'disconnected']);
    client.connect();
    await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
    expect(await health()).toEqual([200, 'connected']);
    client.close();
    expect(await health()).toEqual([503, 'disconnected']);
  });

  it('still serves the last numbers of a client that has ended', async () => {
    client.close();
    const response = await get('/metrics');

    expect(response.status).toBe(200);
    expect(await response.text()).toContain('relay_rx_status{status="disconnected"} 1');
  });

  it('has no other page', async () => {
    expect((await get('/')).status).toBe(404);
  });
});
