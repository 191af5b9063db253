// A conference with a moderator. Everybody enters a code; participants hear music until the moderator comes, and the
// conference ends when the moderator leaves. * leaves it.
import { NoInputError, NoMatchError, digits, hotkey, played, reprompt, tts, type Call } from 'relay-rx';
import { catchError, concat, defer, ignoreElements, switchMap, takeUntil, throwError } from 'rxjs';
import type { Observable } from 'rxjs';

/** A conference that a code leads to. */
export interface Invitation {
  readonly conference: string;
  readonly isModerator: boolean;
}

export const CODE = 'Enter the code of your conference, then hash.';
export const WAIT = 'You will hear music until the moderator comes. Press star to leave.';

export const conferenceLine = (
  call: Call,
  invitations: ReadonlyMap<string, Invitation>,
): Observable<never> => {
  const say = (text: string) => call.playTTS({ text }).pipe(played());

  const join = ({ conference, isModerator }: Invitation) =>
    concat(
      say(isModerator ? 'You are the moderator. Press star to end the conference.' : WAIT),
      call
        .conference({ name: conference, startOnEnter: isModerator, endOnExit: isModerator, beep: 'onEnter' })
        // Unsubscribing leaves the conference.
        .pipe(takeUntil(hotkey(call, '*'))),
      defer(() => say('The conference is over for you. Goodbye.')),
    );

  const code$ = call
    .playAndCollect({
      media: [tts(CODE)],
      collect: { initialTimeout: 8, digits: { max: 6, digitTimeout: 3, terminators: '#' } },
    })
    .pipe(
      reprompt({
        attempts: 3,
        noMatch: tts(`There is no such conference. ${CODE}`),
        accept: (input) => input.type === 'digit' && invitations.has(input.digits),
      }),
      digits(),
    );

  return concat(
    call.answer(),
    code$.pipe(
      switchMap((code) => {
        const invitation = invitations.get(code);
        return invitation === undefined ? say('Goodbye.') : join(invitation);
      }),
      catchError((error: unknown) =>
        error instanceof NoInputError || error instanceof NoMatchError
          ? defer(() => say('Goodbye.'))
          : throwError(() => error),
      ),
    ),
    call.hangup(),
  ).pipe(ignoreElements());
};
