// Records the menu on the embedded simulator: demos/recordings/menu.jsonl, which spec/recording replays.
import { RelayClient, eachCall } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import { record } from 'relay-rx/recording';
import { firstValueFrom, lastValueFrom, mergeMap } from 'rxjs';
import { menu, script } from '../flows/menu.js';
import { CallLog } from '../support/log.js';
import { line } from '../support/run.js';

const account = { project: 'demo', token: 'demo' };
await using simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 200 });
const client = new RelayClient({ ...account, host: simulator.host, scheme: 'ws', contexts: ['default'] });
const recorded = lastValueFrom(
  client.frames$.pipe(record(`${import.meta.dirname}/menu.jsonl`, { mask: ['numbers'] })),
);
const log = new CallLog(line, 'caller');
client.calls$.pipe(eachCall((call) => menu(call, log))).subscribe();
const ended = firstValueFrom(client.calls$.pipe(mergeMap((call) => call.ended$)));
simulator.call({ context: 'default', script });
await ended;
client.close();
await recorded;
