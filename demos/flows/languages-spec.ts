// Run by the suite, and written as a test of your own would be, with jest.
import { relayMarbles } from 'relay-rx/testing';
import { english, languages, spanish } from './languages.js';

const { runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

const QUESTION = [{ heard: english.choose }, { heard: spanish.choose }];

it('speaks and understands the language that was chosen', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(spanish.choose, '2s 2');
    caller.onHearing(spanish.menu, '3s "agente"');
    expectFlow(languages);
    expectDialogue([
      ...QUESTION,
      { pressed: '2' },
      { heard: spanish.menu },
      { said: 'agente' },
      { heard: spanish.transfer },
      { transferredTo: 'agents-es-MX' },
    ]);
  });
});

it('serves a caller who does not choose in English', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(english.menu, '3s 1');
    expectFlow(languages);
    expectDialogue([
      ...QUESTION,
      ...QUESTION,
      { heard: english.menu },
      { pressed: '1' },
      { heard: english.hours },
      { ended: 'hangup' },
    ]);
  });
});
