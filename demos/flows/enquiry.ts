// A question that is answered by speech or by a key. What is said is shown while it is said; a caller who is not
// understood twice chooses with the keys.
import { NoInputError, NoMatchError, menu, partials, played, speech, tts, type Call } from 'relay-rx';
import { catchError, concat, ignoreElements, map, merge, of, retry, switchMap, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';

export const QUESTION = 'In a few words: what is your call about?';
export const KEYS = 'Sorry. Press 1 for an invoice, 2 for a repair.';

type Topic = 'invoice' | 'repair';

/** The topic of the words; undefined for none of the topics. */
const topicOf = (words: string): Topic | undefined =>
  (['invoice', 'repair'] as const).find((topic) => words.includes(topic));

/** @param show takes what has been understood so far. */
export const enquiry = (call: Call, show: (soFar: string) => void): Observable<never> => {
  const question = call.playAndCollect({
    media: [tts(QUESTION)],
    collect: {
      initialTimeout: 4,
      speech: { endSilenceTimeout: 0.8, hints: ['invoice', 'repair'] },
      partialResults: true,
    },
  });

  // Two subscribers of one run: the question is asked once.
  const shown$ = question.pipe(
    partials(),
    tap(({ result }) => {
      if (result?.type === 'speech') show(result.text);
    }),
    ignoreElements(),
  );
  const said$ = merge(shown$, question.pipe(speech())).pipe(
    map((words) => {
      const topic = topicOf(words);
      if (topic === undefined) throw new UnknownTopicError(words);
      return topic;
    }),
    retry(1),
  );

  const byKeys$ = menu(call, {
    prompt: tts(KEYS),
    options: { 1: () => of<Topic>('invoice'), 2: () => of<Topic>('repair') },
  });

  return concat(
    call.answer(),
    said$.pipe(
      catchError((error: unknown) => (isNotUnderstood(error) ? byKeys$ : throwError(() => error))),
      switchMap((topic) =>
        concat(
          call.playTTS({ text: `Your ${topic}. One moment, please.` }).pipe(played()),
          call.transfer({ dest: topic }),
        ),
      ),
    ),
  ).pipe(ignoreElements());
};

class UnknownTopicError extends Error {
  override readonly name = 'UnknownTopicError';
}

const isNotUnderstood = (error: unknown): boolean =>
  error instanceof UnknownTopicError || error instanceof NoInputError || error instanceof NoMatchError;
