// One client in a process of its own: `client.mjs NAME PORT`. It says how much processor time and heap it has used.
import { coalescedLoop, loop } from './clients/loop.js';
import { realtimeApi } from './clients/realtime-api.js';
import { relayRx } from './clients/relay-rx.js';
import type { ClientReply, ClientRequest } from './messages.js';

/** Connects, and serves each call: answers it, asks for two digits, hangs up. */
export type Serve = (port: number) => Promise<void> | void;

const CLIENTS: Readonly<Record<string, Serve>> = {
  loop,
  'coalesced loop': coalescedLoop,
  'relay-rx': relayRx,
  'realtime-api': realtimeApi,
};

const [name = '', port = ''] = process.argv.slice(2);
await CLIENTS[name]?.(Number(port));

async function measure(request: ClientRequest): Promise<ClientReply> {
  if (request.do === 'collect') {
    for (let n = 0; n < 3; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      globalThis.gc?.();
    }
  }
  const { user, system } = process.cpuUsage();
  return { cpu: user + system, heap: process.memoryUsage().heapUsed };
}

process.on('message', (request: ClientRequest) => {
  void measure(request).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
