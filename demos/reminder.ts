// Appointment reminders: a person is asked to confirm or to move the appointment, a machine is left a message, and whoever
// does not answer is sent a text message. Nobody waits for anybody: three are called at a time.
import {
  DialError,
  confirm,
  eachCall,
  humanOr,
  leaveMessage,
  menu,
  phone,
  tts,
  type Call,
  type RelayClient,
} from 'relay-rx';
import {
  catchError,
  concat,
  defaultIfEmpty,
  from,
  ignoreElements,
  last,
  map,
  merge,
  mergeMap,
  of,
  retry,
  startWith,
  switchMap,
  tap,
  throwError,
  type Observable,
} from 'rxjs';
import { CallLog } from './support/log.js';
import { outbound } from './support/outbound.js';
import { isReal, line, settings } from './support/run.js';

const { REMINDER_FROM: FROM, REMINDER_TO } = settings({
  REMINDER_FROM: '+15550100',
  REMINDER_TO: '+15550101,+15550102,+15550103',
});
/** Seconds that a phone rings. */
const RING = isReal ? 25 : 3;

const KEYS = 'Press 1 to confirm, 2 to move it.';
const QUESTION = `You have an appointment on Tuesday at ten. ${KEYS}`;
const MESSAGE = 'A reminder of your appointment on Tuesday at ten.';

type Outcome = 'confirmed' | 'moved' | 'told a machine' | 'texted' | 'not reached';

const move = (call: Call, log: CallLog): Observable<Outcome> =>
  menu(call, {
    prompt: tts('Press 1 for Wednesday at nine, 2 for Friday at noon.'),
    options: { 1: () => of('Wednesday at nine'), 2: () => of('Friday at noon') },
  }).pipe(
    confirm(call, { prompt: (day) => tts(`${day}. Press 1 if that is right, 2 to choose again.`) }),
    retry(2),
    tap((day) => log.caller('comes on', day)),
    map(() => 'moved'),
  );

const ask = (call: Call, log: CallLog): Observable<Outcome> =>
  menu(call, {
    prompt: tts(QUESTION),
    options: { 1: () => of<Outcome>('confirmed'), 2: () => move(call, log) },
    noInput: tts(`Are you there? ${KEYS}`),
    noMatch: tts(`Sorry? ${KEYS}`),
  }).pipe(
    tap((outcome) => log.caller('has', outcome)),
    switchMap((outcome) =>
      call.playTTS({ text: 'Thank you. Goodbye.' }).pipe(ignoreElements(), startWith(outcome)),
    ),
  );

/** What is done with a call that has been answered. A message that was cut off was not left. */
const remind = (call: Call, log: CallLog): Observable<Outcome> =>
  concat(
    humanOr(call, {
      human: () => {
        log.caller('is', 'a person');
        return ask(call, log);
      },
      machine: () => {
        log.caller('is', 'a machine');
        return leaveMessage(call, tts(MESSAGE)).pipe(map((): Outcome => 'told a machine'));
      },
      detect: { timeout: 20 },
    }),
    call.hangup().pipe(ignoreElements()),
  );

/** What is done when nobody answers. */
const write = (client: RelayClient, to: string, log: CallLog): Observable<Outcome> =>
  client.sendMessage({ toNumber: to, fromNumber: FROM, body: MESSAGE }).pipe(
    tap(({ messageState, reason }) =>
      log.caller('message is', reason ? `${messageState}: ${reason}` : messageState),
    ),
    last(),
    map(({ messageState }) => (messageState === 'delivered' ? 'texted' : 'not reached')),
  );

const patient = (client: RelayClient, to: string, log: CallLog): Observable<Outcome> =>
  client.dial({ devices: phone({ to, from: FROM, timeout: RING }), dialTimeout: (RING + 5) * 1000 }).pipe(
    tap({ subscribe: () => log.caller('is called', to), next: () => log.caller('answers') }),
    mergeMap((call) => merge(log.end(call), of(call).pipe(eachCall(() => remind(call, log))))),
    catchError((error: unknown) => {
      if (!(error instanceof DialError)) return throwError(() => error);
      log.caller('is not there', error.reason);
      return write(client, to, log);
    }),
    // Whoever hangs up, and whose flow fails, has not been reached.
    defaultIfEmpty<Outcome, Outcome>('not reached'),
  );

const names = isReal ? [] : ['Ann', 'Ben', 'Cleo'];
const numbers = REMINDER_TO.split(',').map((to) => to.trim());
const [ann = '', ben = '', cleo = ''] = numbers;

await outbound({
  title: 'Appointment reminders',
  flow: (client) =>
    from(numbers).pipe(
      mergeMap((to, index) => {
        const name = names[index] ?? `...${to.slice(-4)}`;
        return patient(client, to, new CallLog(line, name)).pipe(map((outcome) => ({ name, outcome })));
      }, 3),
    ),
  cast: {
    // Presses a key that is not in the menu first.
    Ann: {
      to: ann,
      script: [
        { hear: 'appointment' },
        { wait: 2000 },
        { press: '5' },
        { hear: KEYS },
        { wait: 1500 },
        { press: '1' },
      ],
    },
    Ben: { to: ben, answer: 'machine', greeting: 'This is Ben. Leave me a message.' },
    Cleo: { to: cleo, answer: 'noAnswer' },
  },
  goal: 'Ann has confirmed, the machine of Ben has a message and Cleo a text message',
  reached: (results) => {
    const outcomes = new Map(results.map(({ name, outcome }) => [name, outcome]));
    return (
      outcomes.get('Ann') === 'confirmed' &&
      outcomes.get('Ben') === 'told a machine' &&
      outcomes.get('Cleo') === 'texted'
    );
  },
  succeeded: ({ outcome }) => outcome !== 'not reached',
});
