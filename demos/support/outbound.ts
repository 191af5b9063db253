// Runs a demo of outbound calls on the embedded simulator, with scripted people, or, when the credentials are
// in the environment, on SignalWire. The flow is the same.
import { RelayClient } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import {
  EMPTY,
  catchError,
  finalize,
  lastValueFrom,
  map,
  take,
  takeUntil,
  timer,
  toArray,
  type Observable,
} from 'rxjs';
import { assign, type Cast } from './cast.js';
import { reasonOf } from './log.js';
import { conclude, isReal, line, print, untilInterrupted, watch } from './run.js';

export interface OutboundDemo<T> {
  readonly title: string;
  /** Makes the calls, emits the result of each, and completes. */
  readonly flow: (client: RelayClient) => Observable<T>;
  /** The people to call on the simulator. */
  readonly cast: Cast;
  /** The expected results on the simulator, in words. */
  readonly goal: string;
  /** Whether the results are as expected. */
  readonly reached: (results: readonly T[]) => boolean;
  /** Whether the results of real calls are good. */
  readonly succeeded: (result: T) => boolean;
}

/** The time limit on the simulator, in ms. */
const LIMIT = 18_000;

const simulated = async <T>({ title, flow, cast, goal, reached }: OutboundDemo<T>): Promise<boolean> => {
  print(`${title}: on the embedded simulator, with a scripted cast.\n`);
  const account = { project: 'demo', token: 'demo' };
  await using simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 200 });
  assign(simulator, cast, line);
  const client = new RelayClient({ ...account, host: simulator.host, scheme: 'ws' });
  const troubles = lastValueFrom(watch(client).pipe(take(1)), { defaultValue: undefined });
  client.connect();
  const results = await lastValueFrom(
    flow(client).pipe(
      catchError((error: unknown) => {
        line('app', 'gives up', reasonOf(error));
        return EMPTY;
      }),
      takeUntil(timer(LIMIT)),
      toArray(),
    ),
  );
  client.close();
  const trouble = await troubles;
  return conclude(trouble === undefined && reached(results), goal);
};

const real = async <T>({ title, flow, succeeded }: OutboundDemo<T>): Promise<boolean> => {
  print(`${title}. Ctrl-C ends it.\n`);
  const client = new RelayClient();
  watch(client).subscribe();
  const holding = client.connect();
  const results$ = flow(client).pipe(
    map(succeeded),
    toArray(),
    finalize(() => holding.unsubscribe()),
    map((each) => each.every(Boolean)),
  );
  return untilInterrupted(client, results$);
};

export const outbound = async <T>(demo: OutboundDemo<T>): Promise<void> => {
  const success = await (isReal ? real(demo) : simulated(demo));
  if (!success) process.exitCode = 1;
};
