// Runs a demo of inbound calls on the embedded simulator, with a scripted caller, or, when the credentials are
// in the environment, on SignalWire with whoever calls. The flow is the same.
import { RelayClient, eachCall, type Call } from 'relay-rx';
import { RelaySimulator, type Caller, type CallerStep } from 'relay-rx/simulator';
import {
  endWith,
  firstValueFrom,
  ignoreElements,
  lastValueFrom,
  map,
  merge,
  mergeMap,
  take,
  takeUntil,
  tap,
  timer,
  type Observable,
  type ObservableInput,
} from 'rxjs';
import { assign, overhear, overhearActs, type Cast } from './cast.js';
import { CallLog } from './log.js';
import { conclude, isReal, line, print, untilInterrupted, watch } from './run.js';

export interface Demo {
  readonly title: string;
  /** The flow of each call. */
  readonly flow: (call: Call, log: CallLog) => ObservableInput<unknown>;
  /** The script of the simulated caller. */
  readonly script: readonly CallerStep[];
  /** The people that the flow calls. With them, the simulator reports what is heard. */
  readonly cast?: Cast;
  /** Whether the flow writes no log, so that the simulator reports what the caller hears and does. */
  readonly isSilent?: boolean;
  /** The expected result of the simulated call, in words. */
  readonly goal: string;
  /** Emits when the simulated call has that result. */
  readonly reached: (caller: Caller) => Observable<unknown>;
}

/** The time limit of a simulated call, in ms. */
const LIMIT = 18_000;

/** Runs the flow for each call and prints what happens to the connection and the calls. Emits an Error for each problem. */
const serve = (client: RelayClient, { flow }: Demo, nameOf: (call: Call) => string): Observable<Error> => {
  const logOf = (call: Call): CallLog => new CallLog(line, nameOf(call));
  const flows$ = client.calls$.pipe(
    tap((call) => logOf(call).caller('calls')),
    eachCall((call) => flow(call, logOf(call))),
    ignoreElements(),
  );
  const ends$ = client.calls$.pipe(mergeMap((call) => logOf(call).end(call)));
  return merge(watch(client), ends$, flows$);
};

const simulated = async (demo: Demo): Promise<boolean> => {
  print(`${demo.title}: on the embedded simulator, with a scripted caller.\n`);
  const account = { project: 'demo', token: 'demo' };
  await using simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 200 });
  const client = new RelayClient({ ...account, host: simulator.host, scheme: 'ws', contexts: ['default'] });

  const troubles = lastValueFrom(serve(client, demo, () => 'caller').pipe(take(1)), {
    defaultValue: undefined,
  });
  const ended = firstValueFrom(
    client.calls$.pipe(
      mergeMap((call) => call.ended$),
      takeUntil(timer(LIMIT)),
    ),
    { defaultValue: undefined },
  );
  if (demo.cast) assign(simulator, demo.cast, line);
  const caller = simulator.call({ context: 'default', script: demo.script });
  if (demo.cast || demo.isSilent) overhear(caller, 'caller', line);
  if (demo.isSilent) overhearActs(caller, 'caller', line);
  const reached = firstValueFrom(demo.reached(caller).pipe(map(() => true)), { defaultValue: false });

  await ended;
  caller.hangUp();
  client.close();
  const trouble = await troubles;
  return conclude(trouble === undefined && (await reached), demo.goal);
};

const served = (demo: Demo, context: string): Promise<boolean> => {
  print(`${demo.title}: for calls in the context '${context}'. Ctrl-C ends it.\n`);
  const client = new RelayClient({ contexts: [context] });
  return untilInterrupted(
    client,
    serve(client, demo, (call) => `caller ${call.callId.slice(-4)}`).pipe(ignoreElements(), endWith(true)),
  );
};

export const stage = async (demo: Demo): Promise<void> => {
  const context = process.env['SIGNALWIRE_CONTEXT'] || 'default';
  const success = await (isReal ? served(demo, context) : simulated(demo));
  if (!success) process.exitCode = 1;
};
