// Appointment reminders: a person is asked to confirm or to move the appointment, a machine is left a message, and whoever
// does not answer is sent a text message. Nobody waits for anybody: three are called at a time.
import { DialError, eachCall, phone, type RelayClient } from 'relay-rx';
import {
  catchError,
  defaultIfEmpty,
  from,
  last,
  map,
  merge,
  mergeMap,
  of,
  tap,
  throwError,
  type Observable,
} from 'rxjs';
import { KEYS, MESSAGE, remind, type Reminded } from './flows/reminder.js';
import { CallLog } from './support/log.js';
import { outbound } from './support/outbound.js';
import { isReal, line, settings } from './support/run.js';

const { REMINDER_FROM: FROM, REMINDER_TO } = settings({
  REMINDER_FROM: '+15550100',
  REMINDER_TO: '+15550101,+15550102,+15550103',
});
/** Seconds that a phone rings. */
const RING = isReal ? 25 : 3;

type Outcome = Reminded | 'texted' | 'not reached';

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
    mergeMap((call) =>
      merge(log.end(call), of(call).pipe(eachCall(() => remind(call, (...note) => log.caller(...note))))),
    ),
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
      outcomes.get('Ben') === 'left a message' &&
      outcomes.get('Cleo') === 'texted'
    );
  },
  succeeded: ({ outcome }) => outcome !== 'not reached',
});
