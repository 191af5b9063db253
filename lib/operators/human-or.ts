import {
  concatMap,
  defaultIfEmpty,
  defer,
  finalize,
  take,
  type Observable,
  type ObservableInput,
} from 'rxjs';
import type { DetectAnsweringMachineOptions } from '../protocol/options/detect.js';
import { optional, record, required } from '../protocol/options/schema.js';
import { that, untouched } from '../protocol/options/values.js';
import { Detection, detectorOf, type Detectable } from './machine-detection.js';

/** Options of `humanOr`: a flow for each kind of answer. */
export interface HumanOrConfig<C, H, M, U> {
  /** The flow for a person. */
  readonly human: (call: C) => ObservableInput<H>;
  /** The flow for an answering machine. `leaveMessage` in it plays when the machine is ready. */
  readonly machine: (call: C) => ObservableInput<M>;
  /**
   * The flow when neither was recognised, such as for silence or a fax.
   * @default `human`
   */
  readonly unknown?: ((call: C) => ObservableInput<U>) | undefined;
  /**
   * Options of the detector. `detectMessageEnd` and `detectInterruptions` are on. Its `timeout`, in seconds,
   * limits how long it listens to silence or to a greeting.
   * @default { detectMessageEnd: true, detectInterruptions: true, timeout: 30 }
   */
  readonly detect?: DetectAnsweringMachineOptions | undefined;
}

const flow = that('a function', (value) => typeof value === 'function');

const read = record<HumanOrConfig<never, unknown, unknown, unknown>>({
  human: required(flow),
  machine: required(flow),
  unknown: optional(flow),
  detect: optional(untouched),
});

/**
 * Detects whether a person or an answering machine has answered, and runs the flow for that. It emits the values of the
 * flow and completes with it.
 *
 * ```text
 * RELAY      --h                       h: HUMAN
 * human        a--b|
 * humanOr()  --a--b|
 * ```
 *
 * Subscribing sends `calling.detect`. The detector is stopped before the flow for a person begins. It keeps running
 * during the flow for a machine, for `leaveMessage`, and is stopped after it. It fails with `CallEndedError` when the
 * other side hangs up before it has recognised anything.
 *
 * @param call an answered call.
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @example
 * ```ts
 * import { eachCall, humanOr, leaveMessage, phone, tts } from 'relay-rx';
 * import { concat } from 'rxjs';
 *
 * const news = [tts('Your parcel has arrived.')];
 * client
 *   .dial({ devices: phone({ to: '+15550101', from: '+15550100' }) })
 *   .pipe(
 *     eachCall((call) =>
 *       concat(
 *         humanOr(call, { human: () => call.play({ media: news }), machine: () => leaveMessage(call, news) }),
 *         call.hangup(),
 *       ),
 *     ),
 *   )
 *   .subscribe();
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-answering-machine
 */
export function humanOr<C extends Detectable, H, M, U = H>(
  call: C,
  config: HumanOrConfig<C, H, M, U>,
): Observable<H | M | U> {
  read(config, 'humanOr');
  const { human, machine, unknown = human, detect } = config;
  const detector = detectorOf(call, detect);

  return defer(() => {
    const detection = new Detection(call, detector);
    return detection.finding$.pipe(
      // The first finding decides. A detector that finishes without one has recognised nobody.
      take(1),
      defaultIfEmpty('unknown' as const),
      concatMap((finding): ObservableInput<H | M | U> => {
        if (finding === 'human' || finding === 'unknown') {
          detection.stop();
          return finding === 'human' ? human(call) : unknown(call);
        }
        return machine(call);
      }),
      finalize(() => detection.stop()),
    );
  });
}
