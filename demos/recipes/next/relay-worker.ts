// Serves calls in the process of a server of Next.js. Credentials are in its environment.
import { RelayClient, eachCall } from 'relay-rx';
import { supportLine } from '../support-line.js';

const client = new RelayClient({ contexts: ['default'] });
client.calls$.pipe(eachCall(supportLine)).subscribe();

// Next.js ends on these too; calls in progress get the time that the platform gives to the process.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => client.drain({ timeout: 30_000 }).subscribe());
