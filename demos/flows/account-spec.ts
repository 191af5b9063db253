// Run by the suite, and written as a test of your own would be, with jest.
import { relayMarbles } from 'relay-rx/testing';
import type { Call } from 'relay-rx';
import { of } from 'rxjs';
import { NUMBER, PIN, account, type Accounts } from './account.js';

const { runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

const accounts: Accounts = { isPin: (number, pin) => of(number === '123456' && pin === '4711') };
const flow = (call: Call) => account(call, accounts);

it('asks for the rest of a number that was cut short, has it confirmed, and lets the caller in', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(NUMBER, '3s 123');
    caller.onHearing('Please continue', '2s 456');
    caller.onHearing('Account 1 2 3 4 5 6', '4s 1');
    caller.onHearing(PIN, '2s 4711#');
    expectFlow(flow);
    expectDialogue([
      { heard: NUMBER },
      { pressed: '123' },
      { heard: '1 2 3. Please continue.' },
      { pressed: '456' },
      { heard: 'Press 1 if that is right' },
      { pressed: '1' },
      { heard: PIN },
      { pressed: '4711#' },
      { heard: 'You are in' },
      { ended: 'hangup' },
    ]);
  });
});

it('turns a caller away after three wrong PINs', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(NUMBER, '3s 123456');
    caller.onHearing('Press 1 if that is right', '4s 1');
    caller.onHearing(PIN, '2s 1234#');
    const attempt = [{ heard: PIN }, { pressed: '1234#' }];
    expectFlow(flow);
    expectDialogue([
      { heard: NUMBER },
      { pressed: '123456' },
      { heard: 'Press 1 if that is right' },
      { pressed: '1' },
      ...attempt,
      { heard: 'not right' },
      ...attempt,
      { heard: 'not right' },
      ...attempt,
      { heard: 'cannot let you in' },
      { ended: 'hangup' },
    ]);
  });
});

it('asks for the number again when the caller does not confirm it', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(NUMBER, ['3s 123457', '3s 123456']);
    caller.onHearing('Press 1 if that is right', ['4s 2', '4s 1']);
    caller.onHearing(PIN, '2s 4711#');
    expectFlow(flow);
    expectDialogue([
      { heard: NUMBER },
      { pressed: '123457' },
      { heard: '1 2 3 4 5 7' },
      { pressed: '2' },
      { heard: NUMBER },
      { pressed: '123456' },
      { heard: '1 2 3 4 5 6' },
      { pressed: '1' },
      { heard: PIN },
      { pressed: '4711#' },
      { heard: 'You are in' },
      { ended: 'hangup' },
    ]);
  });
});

it('does not take a PIN that is too long for a shorter one', () => {
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing(NUMBER, '3s 123456');
    caller.onHearing('Press 1 if that is right', '4s 1');
    caller.onHearing(PIN, ['2s 47111', '2s 4711#']);
    expectFlow(flow);
    expectDialogue([
      { heard: NUMBER },
      { pressed: '123456' },
      { heard: 'Press 1 if that is right' },
      { pressed: '1' },
      { heard: PIN },
      { pressed: '47111' },
      { heard: PIN },
      { pressed: '4711#' },
      { heard: 'You are in' },
      { ended: 'hangup' },
    ]);
  });
});
