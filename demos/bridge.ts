// A bridge: the caller hears music until an agent answers, then they talk, and the conversation is recorded. The call
// and the recording end when either hangs up.
import { audio, phone, ringtone, stop, tts, type Call, type ConnectEvent } from 'relay-rx';
import {
  concat,
  count,
  exhaustMap,
  filter,
  ignoreElements,
  merge,
  switchMap,
  takeWhile,
  tap,
  type Observable,
} from 'rxjs';
import type { CallLog } from './support/log.js';
import { isReal, settings } from './support/run.js';
import { stage } from './support/stage.js';

const { BRIDGE_FROM: FROM, BRIDGE_AGENT: AGENT } = settings({
  BRIDGE_FROM: '+15550100',
  BRIDGE_AGENT: '+15550102',
});
/** For real: what BRIDGE_MUSIC is the URL of, or just a ringing tone. */
const MUSIC = process.env['BRIDGE_MUSIC'] ?? (isReal ? undefined : 'https://music.example/waiting.mp3');
const THANKS = 'Thank you for calling. Goodbye.';
const SORRY = 'Nobody is free to talk to you. Please call again.';

const isOver = ({ connectState }: ConnectEvent): boolean =>
  connectState === 'disconnected' || connectState === 'failed';

const bridge = (call: Call, log: CallLog): Observable<unknown> => {
  const progress$ = call.connect$.pipe(takeWhile((event) => !isOver(event), true));
  const over$ = progress$.pipe(filter(isOver));
  const told$ = progress$.pipe(
    tap(({ connectState, failedReason = '' }) => log.app(connectState, failedReason)),
    ignoreElements(),
  );
  // Silence does not end the recording.
  const recording = call.record({
    audio: { direction: 'both', stereo: true, initialTimeout: 0, endSilenceTimeout: 0 },
  });
  const recorded$ = progress$.pipe(
    filter(({ connectState }) => connectState === 'connected'),
    exhaustMap(() => recording.pipe(stop(over$))),
    tap(({ state, url, duration }) => {
      log.app(state, state === 'finished' ? `${duration} s: ${url}` : '');
    }),
  );
  const connect$ = call.connect({
    devices: phone({ to: AGENT, from: FROM, timeout: 20 }),
    ringback: [tts('One moment please.'), MUSIC === undefined ? ringtone('us') : audio(MUSIC)],
  });
  return concat(
    call.answer().pipe(tap(() => log.app('answers'))),
    // Subscribed before the call is connected.
    merge(told$, recorded$, connect$.pipe(ignoreElements())).pipe(
      count(({ state, url }) => state === 'finished' && url !== undefined),
      switchMap((recordings) => call.playTTS({ text: recordings > 0 ? THANKS : SORRY })),
    ),
    call.hangup(),
  );
};

await stage({
  title: 'A bridge',
  flow: bridge,
  script: [{ hear: 'This is Ann' }, { wait: 300 }, { say: 'Is my parcel on its way?' }],
  cast: {
    agent: {
      to: AGENT,
      after: 3500,
      script: [
        { wait: 300 },
        { say: 'This is Ann. How can I help?' },
        { hear: 'parcel' },
        { wait: 300 },
        { say: 'It will be there today.' },
        { wait: 1800 },
        { hangUp: true },
      ],
    },
  },
  goal: 'caller and agent have talked, and the recording of it is there',
  reached: (caller) => caller.heard$.pipe(filter((heard) => heard.kind === 'tts' && heard.text === THANKS)),
});
