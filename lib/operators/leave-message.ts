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
import { liveCall } from '../actions/live-call.js';
import { CallEndedError } from '../protocol/errors.js';
import type { PlayEvent } from '../protocol/events/play.js';
import { mediaList, type Media } from '../protocol/options/media.js';
import { optional, record } from '../protocol/options/schema.js';
import { that } from '../protocol/options/values.js';
import { Detection, detectorOf, type Detectable, type Finding } from './machine-detection.js';
import { played } from './played.js';

/** A call, as far as leaving a message is concerned. */
export interface Voicemail extends Detectable {
  readonly ended$: Observable<unknown>;
  play(options: { readonly media: readonly Media[] }): Observable<PlayEvent>;
}

/** How long to wait for the machine. */
export interface LeaveMessageOptions {
  /**
   * ms after which the message is played although there was no beep: 30 000 unless given. 0 does not wait, Infinity
   * waits for the beep however long that takes.
   */
  readonly within?: number | undefined;
}

/** The longest time of a timer of Node.js, in ms. */
const LONGEST = 2 ** 31 - 1;

const patience = that(
  `a number of milliseconds from 0 to ${LONGEST}, or Infinity`,
  (value) => typeof value === 'number' && value >= 0 && (value <= LONGEST || value === Infinity),
);

const read = record<LeaveMessageOptions>({ within: optional(patience) });

/** Whether a message may be left, as far as a finding says anything about that. A person hears it at once. */
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
 * It emits the event that says that the message was played to its end, and completes: then it has been left. After a
 * beep that was not the last, because the greeting continues or another beep follows, it begins again.
 *
 * Under `humanOr` it joins the detector that found the machine; elsewhere it starts one (`calling.detect`) and stops it
 * in the end. It fails with `CallEndedError` when the call ends before the end of the message, and with `PlaybackError`
 * when RELAY could not play it: then nothing was left.
 *
 * @param call the call, answered by a machine.
 * @param media what to play: one medium or several.
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
  const live = call[liveCall];

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
    // A detector that is finished says no more; the call may still end.
    return concat(detection.finding$, end$).pipe(
      map((finding) => READINESS[finding]),
      filter((isReady) => isReady !== undefined),
      startWith(false),
      // One wait, however often the machine is found not to be ready; a new beep counts each time.
      distinctUntilChanged((before, isReady) => !before && !isReady),
      switchMap((isReady) => (isReady ? played$ : patience$.pipe(mergeMap(() => played$)))),
      take(1),
      finalize(() => {
        if (joined === undefined) detection.stop();
      }),
    );
  });
}
