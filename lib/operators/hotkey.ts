import { EMPTY, defer, filter, map, of, repeat, tap, timer, type Observable } from 'rxjs';
import { elapsed } from '../connection/platform.js';
import { liveCallOf, type CallHandle, type liveCall } from '../actions/live-call.js';
import { DetectError } from '../protocol/result-errors.js';
import { detectFailed, endsDetect, type DetectEvent } from '../protocol/events/detect.js';
import { that } from '../protocol/options/values.js';
import { KEYPAD } from '../protocol/keypad.js';

/** A call, as `hotkey` sees it. */
export interface HotkeyCall {
  readonly [liveCall]: CallHandle;
  detectDigit(options: { readonly digits: string; readonly timeout: number }): Observable<DetectEvent>;
}

/** How long one detector listens, in seconds; then the next one starts. */
const LISTENING = 3600;

/** The least time between the starts of two detectors when no key was pressed, in ms. */
const LEAST_INTERVAL = 1000;

const oneKey = that(
  'one of the keys 0-9 * # A-D',
  (value) => typeof value === 'string' && value.length === 1 && KEYPAD.includes(value),
);

/**
 * A key that the caller may press at any time during the call, for `takeUntil`: 0 for an operator, * for the main menu.
 *
 * ```text
 * pressed            --1----0--0--
 * hotkey(call, '0')  -------0--0--
 * ```
 *
 * Emits the key each time it is pressed, whatever else runs on the call, and completes with the call. A collect that is
 * running receives the key too: choose one that no prompt asks for.
 *
 * It listens with `calling.detect` for digits, for as long as it is subscribed to, and does not disturb a collect. (It
 * does not use `bindDigit`, whose bindings run a command at RELAY without an event for this client.) When a detector
 * ends, the next one is started; a key that is pressed in between is missed.
 *
 * Fails with `DetectError` when RELAY cannot listen, and with `RelayError` when RELAY refuses the request.
 *
 * @param call the call to listen on.
 * @param key one of `0`…`9`, `*`, `#`, `A`…`D`.
 * @throws {RangeError} when `key` is not one of these.
 * @example
 * ```ts
 * // caller: press 0
 * import { digits, hotkey, tts } from 'relay-rx';
 * import { concat, defer, takeUntil } from 'rxjs';
 *
 * const order = call
 *   .playAndCollect({ media: [tts('Enter your order number. Press 0 for an agent.')], collect: { digits: { max: 4 } } })
 *   .pipe(digits());
 * concat(
 *   order.pipe(takeUntil(hotkey(call, '0'))),
 *   defer(() => call.transfer({ dest: 'agents' })),
 * ).subscribe();
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/detect-digit
 */
export function hotkey(call: HotkeyCall, key: string): Observable<string> {
  oneKey(key, 'hotkey.key');
  const { scheduler } = liveCallOf(call).connection.platform;
  const detector = call.detectDigit({ digits: key, timeout: LISTENING });
  return defer(() => {
    let began = elapsed(scheduler);
    let isFinished = false;
    const pause = (): Observable<unknown> => {
      // A detector that completes without a terminal event has ended with its call.
      if (!isFinished) return EMPTY;
      isFinished = false;
      const wait = began + LEAST_INTERVAL - elapsed(scheduler);
      return wait > 0 ? timer(wait, scheduler) : of(undefined);
    };
    const run$ = defer(() => {
      began = elapsed(scheduler);
      return detector;
    });
    return run$.pipe(
      tap((event) => {
        if (detectFailed(event)) throw new DetectError(event);
        isFinished = endsDetect(event);
        // Some detectors end with the first key: the next one starts without a wait.
        if (event.event === key) began = -Infinity;
      }),
      filter((event) => event.event === key),
      map(() => key),
      repeat({ delay: pause }),
    );
  });
}
