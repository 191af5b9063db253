// An account number and a PIN. The number may be entered in two goes and is confirmed; the PIN has three attempts, and
// is neither printed nor repeated.
import {
  NoInputError,
  NoMatchError,
  confirm,
  digits,
  gatherDigits,
  played,
  reprompt,
  tts,
  type Call,
} from 'relay-rx';
import { catchError, concat, defer, ignoreElements, mergeMap, of, retry, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';

/** Where accounts are known. */
export interface Accounts {
  /** Emits whether this is the PIN of that account. */
  isPin(account: string, pin: string): Observable<boolean>;
}

export const NUMBER = 'Enter the six digits of your account.';
export const PIN = 'Enter your PIN, then hash.';

class WrongPinError extends Error {
  override readonly name = 'WrongPinError';
}

const spaced = (number: string): string => [...number].join(' ');

export const account = (call: Call, accounts: Accounts): Observable<never> => {
  const say = (text: string) => call.playTTS({ text }).pipe(played());

  const number$ = call
    .playAndCollect({
      media: [tts(NUMBER)],
      collect: { initialTimeout: 8, digits: { max: 6, digitTimeout: 3 } },
    })
    .pipe(
      // A caller who stops half-way is asked only for the rest.
      gatherDigits({
        length: 6,
        attempts: 3,
        nextPrompt: (soFar) => tts(`${spaced(soFar)}. Please continue.`),
      }),
      confirm(call, {
        prompt: (number) => tts(`Account ${spaced(number)}. Press 1 if that is right, 2 to change it.`),
      }),
      retry(2),
    );

  const pinOf = (number: string) =>
    call
      .playAndCollect({
        media: [tts(PIN)],
        // One digit more than a PIN has, so that an entry that is too long is not taken for a shorter one.
        collect: { initialTimeout: 8, digits: { max: 5, digitTimeout: 3, terminators: '#' } },
      })
      .pipe(
        reprompt({ attempts: 2, noInput: tts(`Are you there? ${PIN}`), min: 4, max: 4 }),
        digits(),
        mergeMap((pin) => accounts.isPin(number, pin)),
        mergeMap((isRight) => (isRight ? of(true) : throwError(() => new WrongPinError()))),
        // Said before the PIN is asked for again.
        retry({
          count: 2,
          delay: (error: unknown) =>
            error instanceof WrongPinError ? say('That is not right.') : throwError(() => error),
        }),
      );

  return concat(
    call.answer(),
    number$.pipe(
      switchMap(pinOf),
      switchMap(() => say('Thank you. You are in.')),
      catchError((error: unknown) =>
        isFailedEntry(error) ? defer(() => say('We cannot let you in. Goodbye.')) : throwError(() => error),
      ),
    ),
    call.hangup(),
  ).pipe(ignoreElements());
};

const isFailedEntry = (error: unknown): boolean =>
  error instanceof WrongPinError || error instanceof NoInputError || error instanceof NoMatchError;
