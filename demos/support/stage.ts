// Where a demo plays: on the embedded simulator, with a scripted caller, or, when the credentials are in the
// environment, on SignalWire with whoever calls. The flow is the same.
import { RelayClient, eachCall, type Call } from 'relay-rx';
import { RelaySimulator, type Caller, type CallerStep } from 'relay-rx/simulator';
import {
  EMPTY,
  catchError,
  filter,
  firstValueFrom,
  fromEvent,
  ignoreElements,
  lastValueFrom,
  map,
  merge,
  mergeMap,
  of,
  skip,
  take,
  takeUntil,
  tap,
  timer,
  type Observable,
  type ObservableInput,
} from 'rxjs';
import { CallLog, lines, reasonOf } from './log.js';

export interface Demo {
  readonly title: string;
  /** What is done with each call. */
  readonly flow: (call: Call, log: CallLog) => ObservableInput<unknown>;
  /** What the simulated caller does. */
  readonly script: readonly CallerStep[];
  /** What should become of the simulated call, in words. */
  readonly goal: string;
  /** Emits when the simulated caller has got there. */
  readonly reached: (caller: Caller) => Observable<unknown>;
}

/** A simulated call that is not over by then, in ms, has failed. */
const LIMIT = 18_000;
/** How long calls that are to be hung up may take over it, in ms. */
const FAREWELL = 2_000;

const print = (text: string): void => console.log(text);
const line = lines(print);

/** Runs the flow for each call, and tells what becomes of connection and calls. Emits an Error for each trouble. */
const serve = (client: RelayClient, { flow }: Demo, nameOf: (call: Call) => string): Observable<Error> => {
  const logOf = (call: Call): CallLog => new CallLog(line, nameOf(call));
  const flows$ = client.calls$.pipe(
    tap((call) => logOf(call).caller('calls')),
    eachCall((call) => flow(call, logOf(call))),
    ignoreElements(),
  );
  const ends$ = client.calls$.pipe(
    mergeMap((call) =>
      call.ended$.pipe(
        tap(({ endReason }) => logOf(call).caller('is gone', endReason)),
        catchError((error: unknown) => {
          logOf(call).caller('is lost', reasonOf(error));
          return EMPTY;
        }),
      ),
    ),
    ignoreElements(),
  );
  const troubles$ = client.errors$.pipe(tap((error) => line('app', 'is told', error.message)));
  const statuses$ = client.status$.pipe(
    skip(1),
    tap((status) => line('relay', status)),
    ignoreElements(),
  );
  return merge(statuses$, troubles$, ends$, flows$);
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
  const caller = simulator.call({ context: 'default', script: demo.script });
  const reached = firstValueFrom(demo.reached(caller).pipe(map(() => true)), { defaultValue: false });

  await ended;
  caller.hangUp();
  client.close();
  const trouble = await troubles;
  const success = trouble === undefined && (await reached);
  print(`\n${success ? 'As it should be' : 'FAILED, it should be'}: ${demo.goal}.`);
  return success;
};

const served = async (demo: Demo, context: string): Promise<boolean> => {
  print(`${demo.title}: for calls in the context '${context}'. Ctrl-C ends it.\n`);
  const client = new RelayClient({ contexts: [context] });
  const interrupted$ = fromEvent(process, 'SIGINT').pipe(take(1));
  const serving$ = serve(client, demo, (call) => `caller ${call.callId.slice(-4)}`);
  const success = await lastValueFrom(
    serving$.pipe(
      ignoreElements(),
      catchError((error: unknown) => {
        line('app', 'gives up', reasonOf(error));
        return of(false);
      }),
      takeUntil(interrupted$),
    ),
    { defaultValue: true },
  );
  // The calls whose flow was running are being hung up; the connection closes by itself when that is done.
  const closed$ = client.status$.pipe(filter((status) => status === 'disconnected'));
  await firstValueFrom(merge(closed$, timer(FAREWELL), fromEvent(process, 'SIGINT')));
  client.close();
  return success;
};

export const stage = async (demo: Demo): Promise<void> => {
  const { SIGNALWIRE_PROJECT_ID, SIGNALWIRE_API_TOKEN, SIGNALWIRE_SPACE, SIGNALWIRE_CONTEXT } = process.env;
  const real = SIGNALWIRE_PROJECT_ID && SIGNALWIRE_API_TOKEN && SIGNALWIRE_SPACE;
  const success = await (real ? served(demo, SIGNALWIRE_CONTEXT || 'default') : simulated(demo));
  if (!success) process.exitCode = 1;
};
