// One worker of the fleet: a process of its own with one client, as it would run for real. fleet.ts starts it, with its
// name as the argument and the credentials in the environment.
import { RelayClient, menu, tts, type Call } from 'relay-rx';
import { concat, ignoreElements, last, timer, type Observable } from 'rxjs';
import { ANSWERS, MENU, SORRY } from './caller-plan.js';

/** How long the look-up of the caller takes, in ms, while the phone rings. */
const LOOK_UP = 500;

const say = (call: Call, text: string): Observable<unknown> =>
  call.playTTS({ text }).pipe(last(undefined, 0));

const reception = (call: Call): Observable<unknown> =>
  concat(
    timer(LOOK_UP).pipe(ignoreElements()),
    call.answer(),
    menu(call, {
      prompt: tts(MENU),
      noMatch: tts(SORRY),
      options: { 1: () => say(call, ANSWERS[1]), 2: () => say(call, ANSWERS[2]) },
    }),
    call.hangup(),
  );

const [agent = 'worker'] = process.argv.slice(2);
const client = new RelayClient({ agent, contexts: ['fleet'] });
client.errors$.subscribe((error) => console.error(`${error.name}: ${error.message}`));

// No worker outlives fleet.ts.
process.once('disconnect', () => process.exit(1));
process.channel?.unref();

await client.run(reception);
