// Speech, shown while it is spoken and confirmed in the end. A flow may also be an async function, as this one is.
import { digits, partials, speech, tts, type Call } from 'relay-rx';
import { filter, firstValueFrom, ignoreElements, lastValueFrom, merge, retry, tap } from 'rxjs';
import type { CallLog } from './support/log.js';
import { stage } from './support/stage.js';

const QUESTION = 'What is it about?';
const FAREWELL = 'Thank you. Goodbye.';

const enquiry = async (call: Call, log: CallLog): Promise<void> => {
  await lastValueFrom(call.answer());
  log.app('answers');

  const question = call.playAndCollect({
    media: [tts(QUESTION)],
    collect: { initialTimeout: 3, speech: { endSilenceTimeout: 0.8 }, partialResults: true },
  });
  // Two subscribers of one run: the question is asked once.
  const shown$ = question.pipe(
    log.hears(QUESTION),
    partials(),
    tap(({ result }) => {
      if (result?.type === 'speech') log.caller('is saying', result.text);
    }),
    ignoreElements(),
  );
  const understood = await firstValueFrom(merge(shown$, question.pipe(speech())));
  log.caller('said', understood);

  const confirmation = `You said: ${understood}. Press 1 if that is right.`;
  const digit = await firstValueFrom(
    call
      .playAndCollect({ media: [tts(confirmation)], collect: { digits: { max: 1 } } })
      .pipe(log.hears(confirmation), digits(), retry(1)),
  );
  log.caller('presses', digit);
  log.app('notes', digit === '1' ? `confirmed: ${understood}` : 'not confirmed');

  // An action can be waited for by itself, too: `wait` starts it and gives its last event.
  const farewell = call.playTTS({ text: FAREWELL });
  log.app('says', `"${FAREWELL}"`);
  await farewell.wait({ timeout: 10_000 });
  await lastValueFrom(call.hangup(), { defaultValue: undefined });
};

await stage({
  title: 'Speech',
  flow: enquiry,
  script: [
    { hear: QUESTION },
    { wait: 700 },
    { say: 'my invoice is wrong' },
    { hear: 'You said: my invoice is wrong' },
    { wait: 1800 },
    { press: '1' },
  ],
  goal: 'what the caller said is understood, confirmed and acknowledged',
  reached: (caller) => caller.heard$.pipe(filter((heard) => heard.kind === 'tts' && heard.text === FAREWELL)),
});
