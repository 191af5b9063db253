// The guide to account numbers and PINs: the number in two goes, and one wrong PIN.
import { filter, of } from 'rxjs';
import { NUMBER, PIN, account } from '../flows/account.js';
import { stage } from '../support/stage.js';

await stage({
  title: 'An account and its PIN',
  flow: (call) => account(call, { isPin: (number, pin) => of(number === '123456' && pin === '4711') }),
  isSilent: true,
  script: [
    { hear: NUMBER },
    { press: '123' },
    { hear: 'Please continue' },
    { press: '456' },
    { hear: 'Press 1 if that is right' },
    { press: '1' },
    { hear: PIN },
    { press: '1234#' },
    { hear: PIN },
    { press: '4711#' },
  ],
  goal: 'the caller is let in at the second attempt',
  reached: (caller) =>
    caller.heard$.pipe(filter((heard) => heard.kind === 'tts' && heard.text.includes('You are in'))),
});
