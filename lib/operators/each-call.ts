import {
  EMPTY,
  catchError,
  defer,
  mergeMap,
  takeUntil,
  tap,
  type ObservableInput,
  type OperatorFunction,
} from 'rxjs';
import { liveCall, type LiveCall } from '../actions/live-call.js';
import { leftQuietly } from '../connection/isolated.js';
import { FlowError } from '../protocol/errors.js';

/** A call, as far as `eachCall` is concerned. */
export interface FlowCall {
  readonly [liveCall]: LiveCall;
}

/**
 * Runs one flow for each call, side by side, and emits what the flows emit.
 *
 * - A flow that fails, or throws as it is made or left, is told on `errors$` (a `FlowError` with its `cause`) and its call is
 *   hung up. Every other call goes on.
 * - A flow that completes leaves its call as it is.
 * - When a call ends, its actions complete first and then its flow is unsubscribed. In between, what follows from an
 *   action's completion still happens (`concat` goes on, `endWith` emits), but sends nothing: the call is over.
 * - Unsubscribing hangs up the calls whose flow is still running: nobody is left in dead air.
 *
 * @param flow makes the flow of a call.
 * @example
 * ```ts
 * import { RelayClient, eachCall, tts } from 'relay-rx';
 * import { concat } from 'rxjs';
 *
 * const client = new RelayClient({ contexts: ['default'] });
 * client.calls$
 *   .pipe(eachCall((call) => concat(call.answer(), call.playTTS({ text: 'Goodbye.' }), call.hangup())))
 *   .subscribe();
 * ```
 */
export function eachCall<C extends FlowCall, T>(
  flow: (call: C) => ObservableInput<T>,
): OperatorFunction<C, T> {
  return mergeMap((call) => {
    const live = call[liveCall];
    const hangUp = (): void => {
      if (live.life.tag === 'live') live.abandon('hangup');
    };
    const failed = (cause: unknown): void => {
      live.connection.report(new FlowError(live.callId, cause));
      hangUp();
    };
    return leftQuietly(
      defer(() => flow(call)),
      failed,
    ).pipe(
      catchError((cause: unknown) =>
        // Deferred to when the flow has been left: what it had under way is stopped before its call is hung up.
        defer(() => {
          failed(cause);
          return EMPTY;
        }),
      ),
      // eslint-disable-next-line rxjs-x/no-unsafe-takeuntil -- a call that has ended needs no hanging up
      takeUntil(live.settled$),
      tap({ unsubscribe: hangUp }),
    );
  });
}
