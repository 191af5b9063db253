// A PIN: four digits and '#', three attempts. What was entered is a secret: it is neither printed nor logged.
import { NoInputError, digits, tts, type Call } from 'relay-rx';
import { catchError, concat, filter, map, of, retry, switchMap, takeLast, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { CallLog } from './support/log.js';
import { stage } from './support/stage.js';

/** A real one would be asked of a service, and compared there. */
const PIN = '4711';
const PROMPT = 'Enter your PIN, then hash.';

class WrongPinError extends Error {
  override readonly message = 'The PIN is wrong';
}

const pin = (call: Call, log: CallLog): Observable<unknown> => {
  const say = (text: string): Observable<unknown> =>
    call.playTTS({ text }).pipe(log.hears(text), takeLast(1));

  const admitted$ = call
    .playAndCollect({
      media: [tts(PROMPT)],
      // More digits than a PIN has: the '#' ends it, and is not left over for the next prompt.
      collect: { initialTimeout: 2, digits: { max: 8, digitTimeout: 2, terminators: '#' } },
    })
    .pipe(
      log.hears(PROMPT),
      digits(),
      tap((entered) => log.caller('enters', '*'.repeat(entered.length))),
      tap((entered) => {
        if (entered !== PIN) throw new WrongPinError();
      }),
      log.failures(),
      // What the caller is told before the next attempt; it begins when this is said.
      retry({
        count: 2,
        delay: (failure: unknown) => {
          if (failure instanceof NoInputError) return say('Nothing was entered.');
          if (failure instanceof WrongPinError) return say('That is not right.');
          return throwError(() => failure);
        },
      }),
      map(() => true),
      catchError((failure: unknown) =>
        failure instanceof NoInputError || failure instanceof WrongPinError
          ? of(false)
          : throwError(() => failure),
      ),
    );

  return concat(
    call.answer().pipe(tap(() => log.app('answers'))),
    admitted$.pipe(
      tap((admitted) => log.app(admitted ? 'admits' : 'turns away')),
      switchMap((admitted) => say(admitted ? 'Thank you. You are in.' : 'Goodbye.')),
    ),
    call.hangup().pipe(tap({ subscribe: () => log.app('hangs up') })),
  );
};

await stage({
  title: 'A PIN',
  flow: pin,
  script: [
    { hear: PROMPT },
    { wait: 800 },
    { press: '1234#', gap: 200 },
    { hear: PROMPT },
    { hear: PROMPT },
    { wait: 800 },
    { press: '4711#', gap: 200 },
  ],
  goal: 'the caller is let in at the third attempt',
  reached: (caller) =>
    caller.heard$.pipe(filter((heard) => heard.kind === 'tts' && heard.text.includes('You are in'))),
});
