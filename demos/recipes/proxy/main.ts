// npx tsx demos/recipes/proxy/main.ts: a call on the simulator, which is reached through a proxy on this machine.
import { RelayClient, eachCall } from 'relay-rx';
import { practice } from '../../support/practice.js';
import { connectProxy } from '../../support/connect-proxy.js';
import { supportLine } from '../support-line.js';
import { throughProxy } from './through-proxy.js';

await using relay = await practice();
await using proxy = await connectProxy();
const HTTPS_PROXY = process.env['HTTPS_PROXY'] ?? proxy.url;

const client = new RelayClient({
  ...relay.options,
  // `undefined` is the socket that a client has by default.
  socket: HTTPS_PROXY ? throughProxy(HTTPS_PROXY) : undefined,
});
client.errors$.subscribe((error) => console.error(error.message));
client.calls$.pipe(eachCall(supportLine)).subscribe();

await relay.callOnce();
client.close();
console.log(`The proxy was asked for ${proxy.targets.join(', ')}.`);
