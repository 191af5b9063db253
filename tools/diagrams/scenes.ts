// The calls that the diagrams of the guides show: a flow of demos/flows, and what its caller does.
import { eachCall, type Call } from 'relay-rx';
import type { RelayMarbles } from 'relay-rx/testing';
import { concat, ignoreElements, map, of, timer } from 'rxjs';
import { NUMBER, PIN, account } from '../../demos/flows/account.js';
import { CODE, WAIT, conferenceLine } from '../../demos/flows/conference-line.js';
import { KEYS, QUESTION as ENQUIRY, enquiry } from '../../demos/flows/enquiry.js';
import { DIRECTIONS, MAIN, information } from '../../demos/flows/information.js';
import { languages, spanish } from '../../demos/flows/languages.js';
import { orderTexts } from '../../demos/flows/order-texts.js';
import { CONNECTOR, payment } from '../../demos/flows/payment.js';
import { QUESTION, remind } from '../../demos/flows/reminder.js';
import { voicemail } from '../../demos/flows/voicemail.js';
import { waitingLine } from '../../demos/flows/waiting-line.js';

type RunCaller = RelayMarbles['runCaller'];
type Helpers = Parameters<Parameters<RunCaller>[0]>[0];

export interface Scene {
  readonly title: string;
  readonly options?: Parameters<RunCaller>[1];
  readonly play: (helpers: Helpers) => void;
}

const nothing = (): void => undefined;

/** By the name of the guide. */
export const scenes: Readonly<Record<string, Scene>> = {
  menu: {
    title: 'The caller looks at the directions, returns to the menu, and asks for an operator',
    play: ({ caller, expectFlow }) => {
      caller.onHearing(MAIN, ['3s 2', '2s 0']);
      caller.onHearing(DIRECTIONS, '2s 9');
      expectFlow(information);
    },
  },
  'account-and-pin': {
    title: 'The number is entered in two goes, and the second PIN is right',
    play: ({ caller, expectFlow }) => {
      caller.onHearing(NUMBER, '3s 123');
      caller.onHearing('Please continue', '2s 456');
      caller.onHearing('Press 1 if that is right', '4s 1');
      caller.onHearing(PIN, ['2s 1234#', '2s 4711#']);
      expectFlow((call) => account(call, { isPin: (_, pin) => of(pin === '4711') }));
    },
  },
  speech: {
    title: 'The caller is not understood twice, and chooses with the keys',
    play: ({ caller, expectFlow }) => {
      caller.onHearing(ENQUIRY, ['4s "my bicycle"', '4s ~']);
      caller.onHearing(KEYS, '3s 2');
      expectFlow((call) => enquiry(call, nothing));
    },
  },
  'callback-queue': {
    title: 'Announcements and music, until the caller asks to be called back',
    options: { from: '+15550177' },
    play: ({ caller, expectFlow }) => {
      let place = 3;
      caller.onHearing('You are number 2', '2s 1');
      expectFlow((call) =>
        waitingLine(call, {
          placeOf: () => place--,
          agentFor: () => timer(60_000).pipe(map(() => '+15550102')),
          keepPlace: nothing,
        }),
      );
    },
  },
  voicemail: {
    title: 'The caller hangs up, and the recording is finished 2 s later',
    options: { lateResults: 2000 },
    play: ({ caller, expectFlow }) => {
      caller('4s "Please call me back tomorrow." 3s |');
      expectFlow((call) => voicemail(call, { save: () => Promise.resolve() }));
    },
  },
  reminders: {
    title: 'A person answers, presses a key that is not in the menu, and confirms',
    play: ({ caller, expectFlow }) => {
      caller('500ms "hello"');
      caller.onHearing(QUESTION, '4s 5');
      caller.onHearing('Sorry?', '3s 1');
      expectFlow((call: Call) => concat(call.answer().pipe(ignoreElements()), remind(call, nothing)));
    },
  },
  conference: {
    title: 'A participant waits for the moderator, and leaves first',
    play: ({ client, caller, ring }) => {
      const invitations = new Map([
        ['1111', { conference: 'monday', isModerator: false }],
        ['9999', { conference: 'monday', isModerator: true }],
      ]);
      client.calls$.pipe(eachCall((call) => conferenceLine(call, invitations))).subscribe();
      const moderator = ring({ from: '+15550102' });
      caller.onHearing(CODE, '2s 1111#');
      caller.onHearing(WAIT, '19s *');
      moderator.onHearing(CODE, '8s 9999#');
      moderator.onHearing('You are the moderator', '20s *');
    },
  },
  languages: {
    title: 'The caller chooses Spanish with a key, and an agent by voice',
    play: ({ caller, expectFlow }) => {
      caller.onHearing(spanish.choose, '2s 2');
      caller.onHearing(spanish.menu, '3s "agente"');
      expectFlow(languages);
    },
  },
  payment: {
    title: 'The first card is declined, and the second one is charged',
    play: ({ caller, simulator, expectFlow }) => {
      const declining = simulator.paymentConnector({ url: CONNECTOR, answer: 'decline' });
      caller.onHearing('You owe', '3s 1');
      caller.onHearing('card number', '2s 4111111111111111');
      caller.onHearing('expiration date', '2s 1299');
      caller.onHearing('security code', '2s 123');
      caller.heard$.subscribe((heard) => {
        if ('text' in heard && heard.text.includes('declined')) declining.unsubscribe();
      });
      expectFlow((call) => payment(call, { amount: '24.90', isPaid: nothing }));
    },
  },
  texts: {
    title: 'Two messages are answered; one of the answers is not delivered',
    play: ({ client, simulator }) => {
      orderTexts(client, { whereIs: () => of('Your order arrives on Monday.') }).subscribe();
      simulator.recipient({ to: '+15550166', delivery: 'undelivered' });
      simulator.message({ from: '+15550177', to: '+15550100', body: 'ORDER 4711' });
      simulator.message({ from: '+15550166', to: '+15550100', body: 'hello' });
    },
  },
};
