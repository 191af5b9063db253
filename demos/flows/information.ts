// A menu that the caller returns to, with a submenu, and 0 at any time for an operator. A caller who cannot use it
// reaches the operator too.
import { NoInputError, NoMatchError, hotkey, menu, played, tts, type Call } from 'relay-rx';
import { EMPTY, catchError, concat, defer, ignoreElements, repeat, takeUntil, throwError } from 'rxjs';
import type { Observable } from 'rxjs';

export const MAIN = 'Press 1 for our opening hours, 2 for directions, or 0 at any time for an operator.';
export const DIRECTIONS = 'Press 1 for the way by car, 2 for the way by train, or 9 to go back.';

export const information = (call: Call): Observable<never> => {
  const say = (text: string) => call.playTTS({ text }).pipe(played());

  // Each option ends when it is said: `repeat()` below then plays the main menu again.
  const directions$ = menu(call, {
    prompt: tts(DIRECTIONS),
    options: {
      1: () => say('Take exit four and follow the signs.'),
      2: () => say('We are next to the station.'),
      9: () => EMPTY,
    },
  });

  const topics$ = menu(call, {
    prompt: tts(MAIN),
    options: { 1: () => say('We are open from nine to five.'), 2: () => directions$ },
  }).pipe(
    repeat(),
    catchError((error: unknown) => (isLost(error) ? EMPTY : throwError(() => error))),
    takeUntil(hotkey(call, '0')),
  );

  return concat(
    call.answer(),
    topics$,
    // Begun only when the caller leaves the menu.
    defer(() => say('One moment, please.')),
    call.transfer({ dest: 'operator' }),
  ).pipe(ignoreElements());
};

/** Whether the caller gave no input, or nothing that is in the menu, three times. */
const isLost = (error: unknown): boolean => error instanceof NoInputError || error instanceof NoMatchError;
