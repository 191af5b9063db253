// Run by the suite, and written as a test of your own would be, with jest.
import { relayMarbles } from 'relay-rx/testing';
import { DIRECTIONS, MAIN, information } from './information.js';

const { runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

it('returns to the menu after each answer, until the caller hangs up', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(MAIN, ['3s 1', '3s 2', '3s |']);
    caller.onHearing(DIRECTIONS, '2s 9');
    expectFlow(information);
    expectDialogue([
      { heard: MAIN },
      { pressed: '1' },
      { heard: 'nine to five' },
      { heard: MAIN },
      { pressed: '2' },
      { heard: DIRECTIONS },
      { pressed: '9' },
      { heard: MAIN },
      { hungUp: true },
    ]);
  });
});

it('puts the caller through when 0 is pressed, also in the middle of an answer', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(MAIN, '3s 1');
    caller.onHearing('nine to five', '1s 0');
    expectFlow(information);
    expectDialogue([
      { heard: MAIN },
      { pressed: '1' },
      { heard: 'nine to five' },
      { pressed: '0' },
      { heard: 'One moment' },
      { transferredTo: 'operator' },
    ]);
  });
});

it('puts a caller through who presses nothing', () => {
  runCaller(({ expectFlow, expectDialogue }) => {
    expectFlow(information);
    expectDialogue([
      { heard: MAIN },
      { heard: MAIN },
      { heard: MAIN },
      { heard: 'One moment' },
      { transferredTo: 'operator' },
    ]);
  });
});
