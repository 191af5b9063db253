// Run by the suite, and written as a test of your own would be, with jest.
import { relayMarbles } from 'relay-rx/testing';
import { KEYS, QUESTION, enquiry } from './enquiry.js';

const { runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

it('shows what is said as it is said, and transfers by it', () => {
  const shown: string[] = [];
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(QUESTION, '4s "my invoice is wrong"');
    expectFlow((call) => enquiry(call, (soFar) => shown.push(soFar)));
    expectDialogue([
      { heard: QUESTION },
      { said: 'invoice' },
      { heard: 'Your invoice' },
      { transferredTo: 'invoice' },
    ]);
  });
  expect(shown.at(0)).toBe('my');
  expect(shown.at(-1)).toContain('invoice');
});

it('asks once more, and then offers the keys', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(QUESTION, ['4s "my bicycle"', '4s ~']);
    caller.onHearing(KEYS, '3s 2');
    expectFlow((call) => enquiry(call, () => undefined));
    expectDialogue([
      { heard: QUESTION },
      { said: 'bicycle' },
      { heard: QUESTION },
      { mumbled: true },
      { heard: KEYS },
      { pressed: '2' },
      { heard: 'Your repair' },
      { transferredTo: 'repair' },
    ]);
  });
});
