/* eslint-disable @typescript-eslint/no-deprecated -- a subscriber of its own is what an action can find downstream */
import { Subscriber, type MonoTypeOperatorFunction, type Subscription } from 'rxjs';
import { endingCall, isCuttingFlow, type EndingCall } from '../actions/ending-call.js';
import { readFrom, readsCall } from '../actions/reader.js';
import { reportFailure } from './flow-failure.js';

/**
 * Lets its source outlive the call: the end of the call, of `eachCall` or of the client does not unsubscribe it.
 * Unsubscribing for another reason (`race`, `switchMap`, `timeout`) works as usual.
 *
 * ```text
 * record    ---r----------(f|)    r: recording, f: finished, after the call has ended
 * call      -------(e|)           the flow is unsubscribed
 * shield()  ---r--                and the source runs to its end
 * ```
 *
 * Values after the end of the call are dropped, so put the work that uses them before `shield()`. An error of the
 * source after the end is reported on `errors$` as a `FlowError`, unless it failed because its call has ended. `drain`
 * and `run` wait for the source.
 *
 * @example
 * ```ts no-run
 * import { recorded, shield, type RecordAction } from 'relay-rx';
 * import { mergeMap } from 'rxjs';
 *
 * declare const recording: RecordAction;
 * declare function save(url: string | undefined): Promise<void>;
 * recording.pipe(
 *   recorded(),
 *   mergeMap(({ url }) => save(url)),
 *   shield(),
 * );
 * ```
 */
export function shield<T>(): MonoTypeOperatorFunction<T> {
  return (source$) => readFrom<T, T>(source$, (subscriber: Subscriber<T>) => new Shield(subscriber));
}

/** Passes everything on, and is not unsubscribed by the end of a call whose action is upstream. */
class Shield<T> extends Subscriber<T> {
  /** The calls of the actions upstream. */
  readonly #calls = new Set<EndingCall>();
  /** The call that it has outlived, and the subscription that makes a drain wait. */
  #outlived: { readonly call: EndingCall; readonly outlasting: Subscription } | undefined;

  /** Called when an action upstream is subscribed to. */
  [readsCall](call: EndingCall): void {
    this.#calls.add(call);
  }

  override unsubscribe(): void {
    const call = endingCall();
    if (!this.isStopped && call !== undefined && this.#isShieldedFrom(call)) {
      this.#outlived ??= { call, outlasting: call.activeCalls.outlasting.add(workOf(call)) };
      return;
    }
    try {
      super.unsubscribe();
    } finally {
      // Undefined while the constructor runs for a subscriber that is unsubscribed already.
      if (#outlived in this) this.#outlived?.outlasting.unsubscribe();
    }
  }

  protected override _error(error: unknown): void {
    if (this.#outlived === undefined) return super._error(error);
    try {
      reportFailure(this.#outlived.call, error);
    } finally {
      this.unsubscribe();
    }
  }

  /** The end of another call, for example in a `takeUntil`, unsubscribes as usual. */
  #isShieldedFrom(call: EndingCall): boolean {
    if (!(#calls in this)) return false;
    return isCuttingFlow() || this.#calls.size === 0 || this.#calls.has(call);
  }
}

const workOf = (call: EndingCall): string => `shielded work of call ${call.callId}`;
