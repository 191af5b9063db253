// Runs in a process of its own: loops over the streams and requests of a client that has ended, or drains. Prints what came
// of it as JSON, and must exit by itself.
import { RelayClient, phone } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import { defer, filter, firstValueFrom, repeat, retry, type Observable } from 'rxjs';

const [mode = 'close'] = process.argv.slice(2);
const account = { project: 'p', token: 't' };
const simulator = await RelaySimulator.listen(account);
const warnings: string[] = [];
const client = new RelayClient({
  ...account,
  ...(mode === 'refused' && { token: 'wrong' }),
  host: simulator.host,
  scheme: 'ws',
  contexts: ['default'],
  reconnect: { initialDelay: 1, maxDelay: 2 },
  logger: {
    debug: () => undefined,
    info: () => undefined,
    warn: (line) => warnings.push(line),
    error: () => undefined,
  },
});

const dialled = () => client.dial({ devices: phone({ to: '+15550101', from: '+15550100' }) });
const message = () => client.sendMessage({ toNumber: '+15550101', fromNumber: '+15550100', body: 'x' });
const sameMessage = message();
/** Those that a client which drains answers as it did before are looped over once it is closed. */
const whileDraining: Readonly<Record<string, () => Observable<unknown>>> = {
  dial: dialled,
  receive: () => client.receive(['other']),
};
const streams: Readonly<Record<string, () => Observable<unknown>>> = {
  ...whileDraining,
  client: () => client,
  calls$: () => client.calls$,
  messages$: () => client.messages$,
  status$: () => client.status$,
  errors$: () => client.errors$,
  activeCalls$: () => client.activeCalls$,
  frames$: () => client.frames$,
  metrics$: () => client.metrics$,
  on: () => client.on('calling.call.state'),
  execute: () => client.execute('calling.play'),
  message,
  'the same message': () => sameMessage,
  unreceive: () => client.unreceive(['default']),
  drain: () => client.drain(),
};

const held = client.connect();
const status = mode === 'refused' ? 'disconnected' : 'connected';
let seen = false;
await firstValueFrom(
  client.status$.pipe(filter((each) => (seen ||= each !== 'disconnected') && each === status)),
);
if (mode === 'drain') {
  simulator.call({ context: 'default' });
  const call = await firstValueFrom(client.calls$);
  await firstValueFrom(call.answer());
  client.drain().subscribe();
} else if (mode === 'close') {
  client.close();
}
held.unsubscribe();

let turns = 0;
let beats = 0;
const loops = Object.values(mode === 'drain' ? whileDraining : streams);
for (const make of loops) {
  const counted = defer(() => {
    turns += 1;
    return make();
  });
  counted.pipe(retry(), repeat()).subscribe();
  counted.pipe(repeat({ delay: 0 }), retry({ delay: 0 })).subscribe();
}
const beating = setInterval(() => (beats += 1), 10);
await new Promise((resolve) => setTimeout(resolve, 500));
clearInterval(beating);
if (mode === 'drain') client.close();
await simulator.close();
const warned = warnings.filter((line) => line.includes('a loop does not end with it')).length;
process.stdout.write(JSON.stringify({ loops: loops.length, beats, turns, warned }));
