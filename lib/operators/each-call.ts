import { Observable, type ObservableInput, type OperatorFunction, type Subscriber } from 'rxjs';
import type { CallEnd } from '../actions/call-end.js';
import { liveCall, type LiveCall } from '../actions/live-call.js';
import { record, optional } from '../protocol/options/schema.js';
import { that } from '../protocol/options/values.js';
import { FlowRun, type After, type FlowOwner } from './flow-run.js';

/** A call, as far as `eachCall` is concerned. */
export interface FlowCall {
  readonly [liveCall]: LiveCall;
}

/** Options of `eachCall`. */
export interface EachCallOptions<C> {
  /**
   * Work for a call when it has ended and its flow has been unsubscribed, has completed or, if it is `async`, has
   * settled (waited for 10 s at most). It runs once for each call whose flow was started: also when `eachCall` was
   * unsubscribed, when the session was lost, and at `close()`. Its values are dropped; what it fails with is reported on
   * `errors$` as a `FlowError`.
   */
  readonly after?: ((call: C, end: CallEnd) => ObservableInput<unknown>) | undefined;
}

const aFunction = that('a function', (value) => typeof value === 'function');
const read = record<EachCallOptions<never>>({ after: optional(aFunction) });

/**
 * Runs one flow for each call, side by side, and emits what the flows emit.
 *
 * - A flow lives as long as its call: when the call ends, the flow is unsubscribed before anything else of the call
 *   completes, so that nothing of it runs after the caller is gone. An `async` flow cannot be unsubscribed: its reads
 *   reject, and it runs on.
 * - What must outlive the call is done in `after`, or stands under `shield()`.
 * - A flow that fails, or throws as it is made or unsubscribed, is reported on `errors$` (a `FlowError` with its `cause`)
 *   and its call is hung up. Every other call continues. One that fails because its own call has ended has not failed.
 * - A flow that completes leaves its call as it is.
 * - Unsubscribing hangs up the calls whose flow is still running: nobody is left in dead air.
 *
 * @param flow makes the flow of a call.
 * @throws {RangeError} when `flow` or `after` is not a function, and {TypeError} for an unknown option.
 * @example
 * ```ts
 * import { RelayClient, eachCall, tts } from 'relay-rx';
 * import { concat } from 'rxjs';
 *
 * const client = new RelayClient({ contexts: ['default'] });
 * client.calls$
 *   .pipe(
 *     eachCall((call) => concat(call.answer(), call.playTTS({ text: 'Goodbye.' }), call.hangup()), {
 *       after: async (call, end) => console.log(call.callId, end.reason),
 *     }),
 *   )
 *   .subscribe();
 * ```
 */
export function eachCall<C extends FlowCall, T>(
  flow: (call: C) => ObservableInput<T>,
  options: EachCallOptions<C> = {},
): OperatorFunction<C, T> {
  aFunction(flow, 'eachCall: flow');
  read(options, 'eachCall');
  const { after } = options;
  return (calls$) =>
    new Observable<T>((subscriber) => {
      const runs = new FlowRuns<T>(subscriber);
      subscriber.add(runs);
      subscriber.add(
        calls$.subscribe({
          next: (call) => runs.start(call[liveCall], () => flow(call), after && ((end) => after(call, end))),
          error: (error: unknown) => subscriber.error(error),
          complete: () => runs.complete(),
        }),
      );
    });
}

/** The flows of all calls that are running: what they emit goes to one subscriber. */
class FlowRuns<T> implements FlowOwner<T> {
  readonly #subscriber: Subscriber<T>;
  readonly #runs = new Set<FlowRun<T>>();
  #isSourceDone = false;

  constructor(subscriber: Subscriber<T>) {
    this.#subscriber = subscriber;
  }

  start(call: LiveCall, flow: () => ObservableInput<T>, after: After | undefined): void {
    // Its flow would find nothing to do, or nobody to emit to.
    if (call.isOver || this.#subscriber.closed) return;
    const run = new FlowRun<T>(call, this, after);
    this.#runs.add(run);
    run.start(flow);
  }

  next(value: T): void {
    this.#subscriber.next(value);
  }

  done(run: FlowRun<T>): void {
    this.#runs.delete(run);
    this.#completeWhenDone();
  }

  /** No more calls come. */
  complete(): void {
    this.#isSourceDone = true;
    this.#completeWhenDone();
  }

  unsubscribe(): void {
    for (const run of [...this.#runs]) run.abandon();
  }

  #completeWhenDone(): void {
    if (this.#isSourceDone && this.#runs.size === 0) this.#subscriber.complete();
  }
}
