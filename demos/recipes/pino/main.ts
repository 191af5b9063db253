// npx tsx demos/recipes/pino/main.ts: a call on the simulator, and the lines that pino writes.
import { pino } from 'pino';
import { RelayClient, eachCall } from 'relay-rx';
import { finalize, lastValueFrom, tap } from 'rxjs';
import { practice } from '../../support/practice.js';
import { supportLine } from '../support-line.js';
import { relayLogger } from './relay-logger.js';

const log = pino({ level: 'debug' });
await using relay = await practice();

// A field marks the client's own lines, which may have a level of their own.
const client = new RelayClient({
  ...relay.options,
  logger: relayLogger(log.child({ component: 'relay' }, { level: 'info' })),
});

// The client writes one line for each error. This adds the stack of the code that failed, of a flow for example.
client.errors$.subscribe((error) => log.error({ err: error, component: 'relay' }, 'The stack of that'));

client.calls$
  .pipe(
    eachCall((call) => {
      // Every line about this call has its id.
      const ofCall = log.child({ callId: call.callId });
      return supportLine(call).pipe(
        tap({ subscribe: () => ofCall.info({ from: call.from }, 'The flow begins') }),
        finalize(() => ofCall.info('The flow is over')),
      );
    }),
  )
  .subscribe();

await relay.callOnce();
await lastValueFrom(client.drain(), { defaultValue: undefined });
