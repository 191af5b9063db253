// An appointment reminder: a person is asked to confirm the appointment or to move it, and a machine is left a message.
// demos/reminder.ts dials several people at a time, and sends a text message to those who do not answer.
import { confirm, humanOr, leaveMessage, menu, played, tts, type Call } from 'relay-rx';
import { concat, ignoreElements, map, of, retry, startWith, switchMap, tap, type Observable } from 'rxjs';

export const KEYS = 'Press 1 to confirm, 2 to move it.';
export const QUESTION = `You have an appointment on Tuesday at ten. ${KEYS}`;
export const MESSAGE = 'A reminder of your appointment on Tuesday at ten.';

/** How a call ended for the appointment. Nothing is emitted for somebody who hangs up before that. */
export type Reminded = 'confirmed' | 'moved' | 'left a message';

/** Takes what happens, for a log. */
export type Note = (what: string, more?: string) => void;

/** @param call a call that has been answered. */
export const remind = (call: Call, note: Note): Observable<Reminded> =>
  concat(
    humanOr(call, {
      human: () => {
        note('is', 'a person');
        return ask(call, note);
      },
      machine: () => {
        note('is', 'a machine');
        // A message that was cut off was not left.
        return leaveMessage(call, tts(MESSAGE)).pipe(map((): Reminded => 'left a message'));
      },
      detect: { timeout: 20 },
    }),
    call.hangup().pipe(ignoreElements()),
  );

const ask = (call: Call, note: Note): Observable<Reminded> =>
  menu(call, {
    prompt: tts(QUESTION),
    options: { 1: () => of<Reminded>('confirmed'), 2: () => move(call, note) },
    noInput: tts(`Are you there? ${KEYS}`),
    noMatch: tts(`Sorry? ${KEYS}`),
  }).pipe(
    tap((outcome) => note('has', outcome)),
    switchMap((outcome) =>
      call.playTTS({ text: 'Thank you. Goodbye.' }).pipe(played(), ignoreElements(), startWith(outcome)),
    ),
  );

const move = (call: Call, note: Note): Observable<Reminded> =>
  menu(call, {
    prompt: tts('Press 1 for Wednesday at nine, 2 for Friday at noon.'),
    options: { 1: () => of('Wednesday at nine'), 2: () => of('Friday at noon') },
  }).pipe(
    confirm(call, { prompt: (day) => tts(`${day}. Press 1 if that is right, 2 to choose again.`) }),
    retry(2),
    tap((day) => note('comes on', day)),
    map(() => 'moved'),
  );
