import {
  EMPTY,
  catchError,
  endWith,
  firstValueFrom,
  fromEvent,
  ignoreElements,
  map,
  merge,
  of,
  switchMap,
  take,
  tap,
  type Observable,
  type ObservableInput,
} from 'rxjs';
import type { ActiveCalls } from '../actions/active-calls.js';
import { OUTLASTING_TIMEOUT, outlastingDone } from '../actions/outlasting-work.js';
import type { Call } from '../call.js';
import { eachCall } from '../operators/each-call.js';
import type { RunOptions } from './options.js';

/** The part of a client that serving calls needs. */
interface Server {
  readonly calls$: Observable<Call>;
  drain(options: { readonly timeout: number | undefined }): Observable<void>;
  close(): void;
}

/** Serves calls until a signal: then drains the client, and closes it at a second signal. */
export function serve(
  client: Server,
  activeCalls: ActiveCalls,
  flow: (call: Call) => ObservableInput<unknown>,
  { after, timeout, signal }: RunOptions,
): Promise<void> {
  const aborted$ = signal === undefined ? EMPTY : signal.aborted ? of(undefined) : fromEvent(signal, 'abort');
  const signals$ = merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM'), aborted$);
  const drained$ = signals$.pipe(
    take(1),
    switchMap(() => merge(client.drain({ timeout }), signals$.pipe(tap(() => client.close())))),
    ignoreElements(),
  );
  const worked$ = outlastingDone(activeCalls, OUTLASTING_TIMEOUT);
  const served$ = client.calls$.pipe(
    eachCall(flow, { after }),
    ignoreElements(),
    endWith(undefined),
    catchError((error: unknown) => worked$.pipe(map(() => throwNow(error)))),
    switchMap(() => worked$),
  );
  return firstValueFrom(merge(drained$, served$), { defaultValue: undefined });
}

function throwNow(error: unknown): never {
  throw error;
}
