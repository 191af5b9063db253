// Runs one example with an embedded simulator and a caller, the environment that points a client at it, and the names
// that fragments use without a declaration. Ends when the example is done and the caller has hung up; anything thrown,
// rejected or reported on a client's `errors$` fails it.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import {
  concat,
  filter,
  firstValueFrom,
  ignoreElements,
  lastValueFrom,
  merge,
  of,
  race,
  switchMap,
  tap,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { RelayClient } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import type { Caller } from 'relay-rx/simulator';
import type { Answer } from './extract.js';
import { fast } from './fast.js';
import { opened, troubles } from './relay-rx.js';
import type { Part } from './run.js';

const { module, uses, answers } = JSON.parse(process.argv[2] ?? '') as Part;

// Milliseconds, of which the simulator has SPEED in each of ours.
const SPEED = 50;
/** Time from the start of a prompt to the caller's answer, and between two answers. */
const REACTION = 300;
/** How long the caller stays without audio, and at most. */
const PATIENCE = 15_000;
const AT_MOST = 120_000;
/** How long an example may continue after the caller hangs up: two seconds of real time. */
const AFTERWARDS = 2_000 * SPEED;

const clock = fast(SPEED);

const act = (caller: Caller, answer: Answer): void => {
  if ('press' in answer) caller.press(answer.press);
  else if ('say' in answer) caller.say(answer.say);
  else if ('hangUp' in answer) caller.hangUp();
};

/** A caller who answers every prompt. A new prompt cancels the pending answer to the previous one. */
const usual: readonly Answer[] = [{ press: '1' }, { press: '#' }, { say: 'sales please' }];

const answering = (caller: Caller): Observable<unknown> =>
  caller.heard$.pipe(
    switchMap((_heard, prompt) => {
      const answer = answers?.[Math.min(prompt, answers.length - 1)];
      const todo = answer ? [answer] : usual;
      return concat(...todo.map((each) => timer(REACTION, clock).pipe(tap(() => act(caller, each)))));
    }),
  );

/** Hangs up after a time without audio. */
const losingPatience = (caller: Caller): Observable<unknown> =>
  race(
    timer(AT_MOST, clock),
    merge(of(undefined), caller.heard$).pipe(switchMap(() => timer(PATIENCE, clock))),
  ).pipe(tap(() => caller.hangUp()));

const simulator = await RelaySimulator.listen({ project: 'example', token: 'example', scheduler: clock });
Object.assign(process.env, {
  SIGNALWIRE_PROJECT_ID: 'example',
  SIGNALWIRE_API_TOKEN: 'example',
  SIGNALWIRE_SPACE: simulator.host,
  SIGNALWIRE_RELAY_SCHEME: 'ws',
});
const caller = simulator.call({ context: 'default' });
const playing = merge(answering(caller), losingPatience(caller)).subscribe();
const hungUp = lastValueFrom(caller.state$.pipe(ignoreElements()), { defaultValue: undefined });

/** Replaces Jest's `it` for examples that are specs. */
const specs: (() => unknown)[] = [];
const it = (_name: string, spec: () => unknown): void => void specs.push(spec);

Object.assign(globalThis, { simulator, caller, it, test: it });
// Loaded only on demand, because it is slow and few examples are specs.
Object.defineProperty(globalThis, 'expect', {
  get: () => (createRequire(import.meta.url)('expect') as { expect: unknown }).expect,
});
if (uses.includes('client') || uses.includes('call')) {
  const client = new RelayClient({ contexts: ['default'] });
  // Subscribed before the call comes.
  const calling = uses.includes('call') ? firstValueFrom(client.calls$) : undefined;
  client.connect();
  await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
  const call = await calling;
  if (call) await lastValueFrom(call.answer());
  Object.assign(globalThis, { client, call });
}

const perform = async (): Promise<void> => {
  await import(pathToFileURL(module).href);
  for (const spec of specs) await spec();
};

const before = simulator.received().length;
const performed = perform();
await Promise.race([performed, hungUp]);
// Without a client the example has no call.
if (opened.length > 0) await hungUp;
// The signal ends `client.run`.
if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM');
const late = firstValueFrom(timer(AFTERWARDS, clock)).then(() => {
  throw new Error('goes on after the caller has hung up');
});
await Promise.race([performed, late]);

// Usually caused by a missing `subscribe`.
if (opened.length > 0 && simulator.received().length === before && process.stdout.bytesWritten === 0) {
  throw new Error('has a client, and neither asks anything of RELAY nor prints anything');
}

for (const client of opened) client.close();
playing.unsubscribe();
await simulator.close();
for (const trouble of troubles) console.error('told on errors$:', trouble);
process.exit(troubles.length > 0 ? 1 : 0);
