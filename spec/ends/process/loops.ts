// Runs in a process of its own: loops that do not end with their call, each on a call of its own, while another call is
// served. Prints what came of it as JSON, and must exit by itself.
import { RelayClient, RelayWarning, digits, eachCall, outcome, phone, tts, type Call } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import {
  EMPTY,
  catchError,
  concat,
  defer,
  filter,
  firstValueFrom,
  from,
  ignoreElements,
  last,
  lastValueFrom,
  mergeMap,
  race,
  repeat,
  retry,
  takeUntil,
  type ObservableInput,
} from 'rxjs';

const ask = (call: Call) =>
  call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 }, initialTimeout: 60 } });
const play = (call: Call) => call.playTTS({ text: 'One moment.' });

/** Requests and subscriptions of the loops: what must stay few. */
let turns = 0;
const turn = (): void => void (turns += 1);
const counted = <T>(make: () => ObservableInput<T>) =>
  defer(() => {
    turn();
    return make();
  });

type Loop = (call: Call) => ObservableInput<unknown>;
const loops: Readonly<Record<string, Loop>> = {
  'repeat()': (call) => counted(() => ask(call)).pipe(repeat()),
  'retry()': (call) => counted(() => ask(call).pipe(digits())).pipe(retry()),
  'repeat({ delay: 0 })': (call) => counted(() => ask(call)).pipe(repeat({ delay: 0 })),
  'takeUntil and repeat()': (call) => counted(() => ask(call).pipe(takeUntil(call.ended$))).pipe(repeat()),
  'state$ and repeat()': (call) => counted(() => call.state$).pipe(repeat()),
  'stop() and repeat()': (call) => {
    const action = ask(call);
    return concat(action, counted(() => action.stop()).pipe(repeat()));
  },
  'async over lastValueFrom': async (call) => {
    for (;;) {
      turn();
      await lastValueFrom(ask(call).pipe(digits()), { defaultValue: undefined }).catch(() => undefined);
    }
  },
  'async over wait()': async (call) => {
    const prompt = ask(call);
    for (;;) {
      turn();
      try {
        await prompt.wait({ timeout: 600_000 });
      } catch {
        // Asked again.
      }
    }
  },
  'async over outcome()': async (call) => {
    for (;;) {
      turn();
      await lastValueFrom(ask(call).pipe(outcome()), { defaultValue: undefined });
    }
  },
  'async over race()': async (call) => {
    for (;;) {
      turn();
      await firstValueFrom(race(play(call).pipe(last()), call.ended$)).catch(() => undefined);
    }
  },
};

const [mode = 'eachCall'] = process.argv.slice(2);
const names = Object.keys(loops);
const account = { project: 'p', token: 't' };
const simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 60_000 });
const client = new RelayClient({
  ...account,
  host: simulator.host,
  scheme: 'ws',
  contexts: ['default'],
  reconnect: { initialDelay: 1 },
  logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
});
const warned = new Map<string, number>();
const failures: string[] = [];
client.errors$.subscribe((error) => {
  if (error instanceof RelayWarning) warned.set(error.callId!, (warned.get(error.callId!) ?? 0) + 1);
  else if (error.name === 'FlowError') failures.push(error.message);
});

const calls: Call[] = [];
const served: string[] = [];
/** The flow of each call: a loop for all but the one that must be served meanwhile. */
const flowOf = (call: Call): ObservableInput<unknown> => {
  if (call.to === '+15550199')
    return call.answer().pipe(
      mergeMap(() => ask(call).pipe(digits())),
      mergeMap((digit) => {
        served.push(digit);
        return call.hangup();
      }),
    );
  const index = calls.push(call) - 1;
  const loop = loops[names[index]!]!;
  return call.direction === 'outbound' ? loop(call) : concatFlow(call, loop);
};
const concatFlow = (call: Call, loop: Loop): ObservableInput<unknown> => {
  const input = defer(() => loop(call));
  return concat(call.answer().pipe(ignoreElements()), input);
};

const flows =
  mode === 'eachCall' || mode === 'dial'
    ? eachCall(flowOf)
    : mergeMap((call: Call) => from(flowOf(call)).pipe(catchError(() => EMPTY)));
if (mode === 'dial') {
  for (const [index] of names.entries()) simulator.callee({ to: `+1555020${index}`, after: 0 });
  for (const [index] of names.entries())
    client
      .dial({ devices: phone({ to: `+1555020${index}`, from: '+15550100' }) })
      .pipe(mergeMap(flowOf))
      .subscribe({ error: () => undefined });
}
client.calls$.pipe(flows).subscribe({ error: () => undefined });
await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (holds: () => boolean): Promise<boolean> => {
  for (let n = 0; n < 500 && !holds(); n++) await pause(10);
  return holds();
};

const callers =
  mode === 'dial'
    ? []
    : names.map((_, index) => simulator.call({ context: 'default', to: `+1555010${index}` }));
await until(() => calls.length === names.length && turns >= names.length);

if (mode === 'session') {
  simulator.faults.restart({ resume: 'new session' });
} else if (mode === 'close') {
  client.close();
} else if (mode === 'dial') {
  for (const call of calls) await lastValueFrom(call.hangup(), { defaultValue: undefined });
} else {
  for (const caller of callers) caller.hangUp();
}
await until(() => calls.every((call) => call.state === 'ended'));
turns = 0;

// A beat every 10 ms: what freezes the loop skips it.
let beats = 0;
let longest = 0;
let before = performance.now();
const beating = setInterval(() => {
  beats += 1;
  longest = Math.max(longest, performance.now() - before);
  before = performance.now();
}, 10);
if (mode !== 'close') {
  simulator.call({ context: 'default', to: '+15550199', script: [{ hear: 'Press 1' }, { press: '1' }] });
  await until(() => served.length === 1);
}
await pause(1_500);
clearInterval(beating);
const most = Math.max(0, ...warned.values());
client.close();
await simulator.close();
process.stdout.write(
  `${JSON.stringify({ calls: calls.length, ended: calls.every((call) => call.state === 'ended'), beats, longest, turns, served, warned: warned.size, most, failures })}\n`,
);
