import { Observable, defer, from, isObservable, of, tap, type ObservableInput } from 'rxjs';
import type { Call } from '../call.js';
import { eachCall, type EachCallOptions } from '../operators/each-call.js';
import { returnedStream } from '../operators/returned-stream.js';
import { MarbleScriptError } from './diagrams/failure.js';
import { show } from './diagrams/show.js';
import { isThenable } from './thenable.js';

const HELPER = 'expectFlow';

/** Options of a flow in a test. */
export interface ExpectFlowOptions {
  /**
   * The call that the flow runs for.
   * @default the test's call
   */
  readonly call?: Call | undefined;
  /** Work after the call, as the option `after` of `eachCall`. */
  readonly after?: EachCallOptions<Call>['after'];
  /** The subscription, as for `expectObservable`: `'^--!'`. */
  readonly subscription?: string | null | undefined;
}

/** @throws {MarbleScriptError} when `flow` or an option is not allowed. */
export function readFlow(flow: unknown, options: unknown): ExpectFlowOptions {
  if (typeof flow !== 'function')
    throw new MarbleScriptError(
      HELPER,
      `expects a function that makes the flow of a call, as eachCall takes it; got ${show(flow)}`,
    );
  if (options === undefined || options === null) return {};
  if (typeof options === 'string') return { subscription: options };
  const known = ['call', 'after', 'subscription'];
  const unknown = typeof options === 'object' ? Object.keys(options).find((key) => !known.includes(key)) : '';
  if (unknown !== undefined)
    throw new MarbleScriptError(
      HELPER,
      `expects a subscription diagram, or an object with ${known.join(', ')}; got ${show(options)}`,
    );
  return options;
}

/**
 * The notifications of a flow itself when it runs for a call under `eachCall`: its values, completion or error. It
 * emits nothing more once `eachCall` has unsubscribed it, as at the end of its call.
 *
 * @param failed is called with the error of the flow.
 */
export function flowOf<T>(
  call: Call,
  flow: (call: Call) => ObservableInput<T>,
  after: EachCallOptions<Call>['after'],
  failed: (error: unknown) => void,
): Observable<T> {
  return new Observable<T>((subscriber) => {
    let isDone = false;
    const done = (end: () => void): void => {
      isDone = true;
      end();
    };
    const own = (each: Call): Observable<T> =>
      defer(() => from(refusePromise(returnedStream(flow(each), 'the flow')))).pipe(
        tap({
          next: (value) => subscriber.next(value),
          error: (error: unknown) => {
            failed(error);
            done(() => subscriber.error(error));
          },
          complete: () => done(() => subscriber.complete()),
        }),
      );
    // Errors of flows are reported on `errors$`: the stream of `eachCall` does not fail.

    const running = of(call).pipe(eachCall(own, { after })).subscribe();
    // A flow that ends by itself is not unsubscribed here: `eachCall` may still have work for its call.
    return () => {
      if (!isDone) running.unsubscribe();
    };
  });
}

function refusePromise<T>(flow: ObservableInput<T>): ObservableInput<T> {
  // Actions are async iterables too.
  if (isObservable(flow)) return flow;
  if (isThenable(flow)) flow.then(undefined, () => undefined);
  else if (typeof flow !== 'object' || !(Symbol.asyncIterator in flow)) return flow;
  throw new MarbleScriptError(
    HELPER,
    'the flow is async: promises do not get on in virtual time. ' +
      'Test it against the simulator on a real socket, or write it as a stream',
  );
}
