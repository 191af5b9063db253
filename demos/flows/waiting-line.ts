// A line of callers who wait for an agent: music, their place every 20 seconds, and 1 to be called back instead.
import { ConnectError, audio, eachCall, hotkey, phone, played, type Call, type RelayClient } from 'relay-rx';
import {
  catchError,
  concat,
  defer,
  ignoreElements,
  map,
  merge,
  race,
  repeat,
  switchMap,
  take,
  takeUntil,
  throwError,
  timer,
  type Observable,
} from 'rxjs';

/** The callers who wait, and the agents who are free. */
export interface WaitingLine {
  /** The caller's place, from 1. */
  placeOf(call: Call): number;
  /** Emits the number of an agent when it is this caller's turn. Unsubscribing leaves the line. */
  agentFor(call: Call): Observable<string>;
  /** Keeps the caller's place, for `callBack`. */
  keepPlace(number: string): void;
}

/** The number that agents and callers see. */
const OURS = '+15550100';
const MUSIC = 'https://music.example/waiting.mp3';
/** ms of music between two announcements. */
const BETWEEN = 20_000;

export const waitingLine = (call: Call, line: WaitingLine): Observable<never> => {
  const say = (text: string) => call.playTTS({ text }).pipe(played());

  const announcement$ = defer(() =>
    say(`You are number ${line.placeOf(call)} in the line. To be called back, press 1.`),
  );
  const music$ = call.play({ media: [audio(MUSIC)], loop: 0 }).pipe(takeUntil(timer(BETWEEN)));
  const waiting$ = concat(announcement$, music$).pipe(repeat(), ignoreElements());

  const agent$ = line.agentFor(call).pipe(map((agent) => () => talk(call, agent)));
  const callBack$ = hotkey(call, '1').pipe(
    map(() => () => {
      if (call.from !== undefined) line.keepPlace(call.from);
      return say('We will call you back. Goodbye.');
    }),
  );

  return concat(
    call.answer(),
    // `take(1)` stops music and announcement.
    merge(waiting$, race(agent$, callBack$)).pipe(
      take(1),
      switchMap((next) => next()),
    ),
    call.hangup(),
  ).pipe(ignoreElements());
};

/** Connects the call with an agent, until one of the two hangs up. */
const talk = (call: Call, agent: string): Observable<unknown> =>
  call
    .bridge({ devices: phone({ to: agent, from: OURS, timeout: 20 }) })
    .pipe(
      catchError((error: unknown) =>
        error instanceof ConnectError
          ? call.playTTS({ text: 'Nobody is free. Please call again.' }).pipe(played())
          : throwError(() => error),
      ),
    );

/** Calls somebody back, and connects them with the agent whose turn it is. */
export const callBack = (client: RelayClient, number: string, agent: string): Observable<unknown> =>
  client
    .dial({ devices: phone({ to: number, from: OURS, timeout: 30 }) })
    .pipe(
      eachCall((call) =>
        concat(
          call.playTTS({ text: 'You asked us to call you back. One moment, please.' }).pipe(played()),
          talk(call, agent),
          call.hangup(),
        ),
      ),
    );
