// A line in several languages: the caller chooses one with a key or by saying its name, and everything after that is
// spoken, and understood, in that language.
import { NoInputError, NoMatchError, menu, played, tts, type Call, type Media } from 'relay-rx';
import { catchError, concat, ignoreElements, of, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';

/** The texts of one language. */
export interface Language {
  /** A BCP 47 tag, for `tts` and for speech recognition. */
  readonly tag: string;
  readonly choose: string;
  readonly menu: string;
  readonly hours: string;
  readonly transfer: string;
  /** Words that callers say for the options of the menu. */
  readonly words: { readonly 1: string; readonly 2: string };
}

export const english: Language = {
  tag: 'en-US',
  choose: 'For English, press 1.',
  menu: 'For our opening hours, press 1 or say hours. For an agent, press 2 or say agent.',
  hours: 'We are open from nine to five.',
  transfer: 'One moment, please.',
  words: { 1: 'hours', 2: 'agent' },
};
export const spanish: Language = {
  tag: 'es-MX',
  choose: 'Para español, oprima el 2.',
  menu: 'Para nuestro horario, oprima el 1 o diga horario. Para un agente, oprima el 2 o diga agente.',
  hours: 'Abrimos de nueve a cinco.',
  transfer: 'Un momento, por favor.',
  words: { 1: 'horario', 2: 'agente' },
};

const speak = ({ tag }: Language, text: string): Media => tts(text, { language: tag });

export const languages = (call: Call): Observable<never> =>
  concat(
    call.answer(),
    menu(call, {
      // One prompt, of several media: each in its own language.
      prompt: [speak(english, english.choose), speak(spanish, spanish.choose)],
      options: { 1: () => of(english), 2: () => of(spanish) },
      attempts: 2,
    }).pipe(
      // A caller who does not choose is served in English.
      catchError((error: unknown) =>
        error instanceof NoInputError || error instanceof NoMatchError
          ? of(english)
          : throwError(() => error),
      ),
      switchMap((language) => serve(call, language)),
    ),
  ).pipe(ignoreElements());

const serve = (call: Call, language: Language): Observable<unknown> => {
  const say = (text: string) => call.play({ media: [speak(language, text)] }).pipe(played());
  return menu(call, {
    prompt: speak(language, language.menu),
    options: {
      1: () => concat(say(language.hours), call.hangup()),
      2: () => concat(say(language.transfer), call.transfer({ dest: `agents-${language.tag}` })),
    },
    speech: language.words,
    language: language.tag,
  });
};
