// Serves calls in the process of a server of Next.js. Credentials are in its environment.
import { RelayClient, eachCall } from 'relay-rx';
import { supportLine } from '../support-line.js';

const client = new RelayClient({ contexts: ['default'] });
client.calls$.pipe(eachCall(supportLine)).subscribe();

// With NEXT_MANUAL_SIG_HANDLE=true in the environment, Next.js leaves these to the application.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    client.drain({ timeout: 30_000 }).subscribe({ complete: () => process.exit() });
  });
