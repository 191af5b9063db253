import {
  NEVER,
  concat,
  defer,
  distinctUntilChanged,
  filter,
  finalize,
  ignoreElements,
  map,
  mergeMap,
  startWith,
  switchMap,
  take,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import { liveCallOf } from '../actions/live-call.js';
import { CallEndedError } from '../protocol/errors.js';
import type { PlayEvent } from '../protocol/events/play.js';
import { mediaList, type Media } from '../protocol/options/media.js';
import { optional, record } from '../protocol/options/schema.js';
import { that } from '../protocol/options/values.js';
import { Detection, detectorOf, type Detectable, type Finding } from './machine-detection.js';
import { played } from './played.js';

/** A call, as `leaveMessage` sees it. */
export interface Voicemail extends Detectable {
  readonly ended$: Observable<unknown>;
  play(options: { readonly media: readonly Media[] }): Observable<PlayEvent>;
}

/** Options of `leaveMessage`. */
export interface LeaveMessageOptions {
  /**
   * Time in ms after which the message is played even without a beep. 0 does not wait, `Infinity` waits for
   * the beep however long that takes.
   * @default 30 000
   */
  readonly within?: number | undefined;
}

/** The longest delay of a timer in Node.js, in ms. */
const LONGEST = 2 ** 31 - 1;

const patience = that(
  `a number of milliseconds from 0 to ${LONGEST}, or Infinity`,
  (value) => typeof value === 'number' && value >= 0 && (value <= LONGEST || value === Infinity),
);

const read = record<LeaveMessageOptions>({ within: optional(patience) });

/** Whether the message may be played after a finding. To a person it is played at once. */
const READINESS: Readonly<Partial<Record<Finding, boolean>>> = { human: true, ready: true, notReady: false };

/**
 * Leaves a message on an answering machine: plays it at the beep, or after `within` ms without one.
 *
 * ```text
 * RELAY           --m----r-----n---r------------      m: MACHINE, r: READY, n: NOT_READY
 * played                 p-----!   p-----------f      !: stopped, f: finished
 * leaveMessage()  -----------------------------(f|)
 * ```
 *
 * It emits the terminal playback event when the message was played to its end, and completes. If the beep was not the
 * last, because the greeting continues or another beep follows, it plays the message again from the start.
 *
 * Under `humanOr` it uses the detector that found the machine; otherwise it starts one (`calling.detect`) and stops it
 * at the end. It fails with `CallEndedError` when the call ends before the end of the message, and with `PlaybackError`
 * when RELAY could not play it.
 *
 * @param call a call that a machine has answered.
 * @param media the message: one medium or several.
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @example
 * ```ts
 * import { eachCall, humanOr, leaveMessage, phone, tts } from 'relay-rx';
 *
 * client
 *   .dial({ devices: phone({ to: '+15550101', from: '+15550100' }) })
 *   .pipe(
 *     eachCall((call) =>
 *       humanOr(call, {
 *         human: () => call.playTTS({ text: 'Do you have a minute?' }),
 *         machine: () => leaveMessage(call, tts('Please call us back.'), { within: 20_000 }),
 *       }),
 *     ),
 *   )
 *   .subscribe(({ state }) => console.log(state));
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play
 */
export function leaveMessage(
  call: Voicemail,
  media: Media | readonly Media[],
  options: LeaveMessageOptions = {},
): Observable<PlayEvent> {
  mediaList(media, 'leaveMessage.media');
  read(options, 'leaveMessage');
  const { within = 30_000 } = options;
  const message = call.play({ media: Array.isArray(media) ? (media as readonly Media[]) : [media as Media] });
  const detector = detectorOf(call);
  const live = liveCallOf(call);

  const hungUp = (): Error => live.failure ?? new CallEndedError(live.callId);
  const played$ = message.pipe(played());
  const patience$ = within === Infinity ? NEVER : timer(within, live.connection.platform.scheduler);
  const end$ = concat(
    call.ended$.pipe(ignoreElements()),
    throwError(() => hungUp()),
  );

  return defer(() => {
    const joined = Detection.of(call);
    const detection = joined ?? new Detection(call, detector);
    // A finished detector emits no more; the call may still end.
    return concat(detection.finding$, end$).pipe(
      map((finding) => READINESS[finding]),
      filter((isReady) => isReady !== undefined),
      startWith(false),
      // The wait for `within` runs once, even if the machine turns out not to be ready; each beep counts.
      distinctUntilChanged((before, isReady) => !before && !isReady),
      switchMap((isReady) => (isReady ? played$ : patience$.pipe(mergeMap(() => played$)))),
      take(1),
      finalize(() => {
        if (joined === undefined) detection.stop();
      }),
    );
  });
}
