// Run by the suite, and written as a test of your own would be, with jest.
import { eachCall } from 'relay-rx';
import { relayMarbles } from 'relay-rx/testing';
import { CODE, WAIT, conferenceLine } from './conference-line.js';

const { runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

const invitations = new Map([
  ['1111', { conference: 'monday', isModerator: false }],
  ['9999', { conference: 'monday', isModerator: true }],
]);

it('starts when the moderator comes, and ends for all when the moderator leaves', () => {
  runCaller(({ client, caller, ring, simulator, expectDialogue, flush }) => {
    client.calls$.pipe(eachCall((call) => conferenceLine(call, invitations))).subscribe();
    const moderator = ring({ from: '+15550102' });
    caller.onHearing(CODE, '2s 1111#');
    moderator.onHearing(CODE, '20s 9999#');
    moderator.onHearing('You are the moderator', '9s "good morning" 6s *');
    expectDialogue([
      { heard: CODE },
      { pressed: '1111#' },
      { heard: WAIT },
      { heard: 'good morning' },
      { heard: 'The conference is over' },
      { ended: 'hangup' },
    ]);
    flush();
    expect(simulator.conferences).toEqual([]);
  });
});

it('lets a participant leave, and the others stay', () => {
  runCaller(({ client, caller, ring, expectDialogue }) => {
    client.calls$.pipe(eachCall((call) => conferenceLine(call, invitations))).subscribe();
    const moderator = ring({ from: '+15550102' });
    moderator.onHearing(CODE, '2s 9999#');
    caller.onHearing(CODE, '2s 1111#');
    caller.onHearing(WAIT, '9s *');
    moderator.onHearing('You are the moderator', '30s |');
    expectDialogue([
      { heard: CODE },
      { pressed: '1111#' },
      { heard: WAIT },
      { pressed: '*' },
      { heard: 'The conference is over for you' },
      { ended: 'hangup' },
    ]);
    expectDialogue(
      [{ heard: CODE }, { pressed: '9999#' }, { heard: 'You are the moderator' }, { hungUp: true }],
      moderator,
    );
  });
});

it('says goodbye after three codes that lead nowhere', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(CODE, '2s 1234#');
    const attempt = [{ heard: CODE }, { pressed: '1234#' }];
    expectFlow((call) => conferenceLine(call, invitations));
    expectDialogue([...attempt, ...attempt, ...attempt, { heard: 'Goodbye' }, { ended: 'hangup' }]);
  });
});
