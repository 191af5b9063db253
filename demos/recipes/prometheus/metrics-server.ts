import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { prometheusText, type RelayClient } from 'relay-rx';
import { firstValueFrom } from 'rxjs';

/**
 * A server for Prometheus and for the platform that runs the program, not listening yet: `/metrics` has the client's
 * numbers and those of `registry`; `/healthz` answers 200 while the client is connected, and 503 otherwise.
 */
export const metricsServer = (client: RelayClient, registry: Registry): Server => {
  const metrics = async (response: ServerResponse): Promise<void> => {
    const [own, relay] = await Promise.all([registry.metrics(), firstValueFrom(client.metrics$)]);
    response.setHeader('content-type', registry.contentType);
    // The client's names begin with `relay_rx_`: none is written twice.
    response.end(`${own}\n${prometheusText(relay)}`);
  };
  const health = async (response: ServerResponse): Promise<void> => {
    // A client that ended for good completes `status$` with `disconnected`.
    const status = await firstValueFrom(client.status$, { defaultValue: 'disconnected' });
    response.writeHead(status === 'connected' ? 200 : 503).end(status);
  };
  const routes = new Map([
    ['/metrics', metrics],
    ['/healthz', health],
  ]);

  return createServer((request, response) => {
    const route = routes.get(request.url ?? '');
    if (route === undefined) response.writeHead(404).end();
    else route(response).catch(() => response.writeHead(500).end());
  });
};
