// Shared by the demos: printing, credentials, and the end of a run.
import type { RelayClient } from 'relay-rx';
import {
  catchError,
  filter,
  firstValueFrom,
  fromEvent,
  ignoreElements,
  lastValueFrom,
  merge,
  of,
  skip,
  takeUntil,
  tap,
  timer,
  type Observable,
} from 'rxjs';
import { lines, reasonOf } from './log.js';

/** How long hanging up may take at the end, in ms. */
const FAREWELL = 2_000;

export const print = (text: string): void => console.log(text);
export const line = lines(print);

const { SIGNALWIRE_PROJECT_ID, SIGNALWIRE_API_TOKEN, SIGNALWIRE_SPACE } = process.env;

/** Whether there are credentials in the environment, so that the calls are real. */
export const isReal = Boolean(SIGNALWIRE_PROJECT_ID && SIGNALWIRE_API_TOKEN && SIGNALWIRE_SPACE);

/** The values for the simulator, or those of the environment for real calls. Exits when one is missing, and names it. */
export const settings = <K extends string>(
  simulated: Readonly<Record<K, string>>,
): Readonly<Record<K, string>> => {
  if (!isReal) return simulated;
  const missing = Object.keys(simulated).filter((name) => !process.env[name]);
  if (missing.length > 0) {
    print(`For real calls this demo needs ${missing.join(' and ')} in the environment.`);
    process.exit(1);
  }
  return process.env as Record<K, string>;
};

/** Prints the state of the connection and the errors. Emits an Error for each problem. */
export const watch = (client: RelayClient): Observable<Error> => {
  const statuses$ = client.status$.pipe(
    skip(1),
    tap((status) => line('relay', status)),
    ignoreElements(),
  );
  return merge(statuses$, client.errors$.pipe(tap((error) => line('app', 'is told', error.message))));
};

/** Prints the result on the simulator. */
export const conclude = (success: boolean, goal: string): boolean => {
  print(`\n${success ? 'As it should be' : 'FAILED, it should be'}: ${goal}.`);
  return success;
};

/** Runs until `end$` emits the result, or until Ctrl-C; then closes the client. */
export const untilInterrupted = async (
  client: RelayClient,
  running$: Observable<boolean>,
): Promise<boolean> => {
  const success = await lastValueFrom(
    running$.pipe(
      catchError((error: unknown) => {
        line('app', 'gives up', reasonOf(error));
        return of(false);
      }),
      takeUntil(fromEvent(process, 'SIGINT')),
    ),
    { defaultValue: true },
  );
  // Calls with a running flow are being hung up. The connection closes by itself after that.
  const closed$ = client.status$.pipe(filter((status) => status === 'disconnected'));
  await firstValueFrom(merge(closed$, timer(FAREWELL), fromEvent(process, 'SIGINT')));
  client.close();
  return success;
};
