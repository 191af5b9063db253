// npx tsx demos/recipes/prometheus/main.ts: a call on the simulator, and what Prometheus reads after it.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Counter, Registry } from 'prom-client';
import { RelayClient, eachCall } from 'relay-rx';
import { filter, firstValueFrom } from 'rxjs';
import { practice } from '../../support/practice.js';
import { supportLine } from '../support-line.js';
import { metricsServer } from './metrics-server.js';

await using relay = await practice();
const client = new RelayClient(relay.options);

const registry = new Registry();
const ends = new Counter({
  name: 'support_line_calls_total',
  help: 'Calls that have ended, by the reason of the end.',
  labelNames: ['reason'],
  registers: [registry],
});

client.calls$
  .pipe(
    eachCall(supportLine, {
      after: (_call, { reason }) => {
        ends.inc({ reason });
        return [];
      },
    }),
  )
  .subscribe();

const server = metricsServer(client, registry).listen(0, '127.0.0.1');
await once(server, 'listening');
await relay.callOnce();
await firstValueFrom(client.activeCalls$.pipe(filter((live) => live === 0)));

const { port } = server.address() as AddressInfo;
const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
const health = await fetch(`http://127.0.0.1:${port}/healthz`);
console.log(page);
console.log(`/healthz: ${health.status} ${await health.text()}`);

server.close();
client.close();
