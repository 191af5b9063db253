// The guide to payments: a card is charged.
import { filter } from 'rxjs';
import { payment } from '../flows/payment.js';
import { stage } from '../support/stage.js';

await stage({
  title: 'A payment',
  flow: (call, log) =>
    payment(call, { amount: '24.90', isPaid: () => log.app('stores', 'the confirmation') }),
  isSilent: true,
  script: [
    { hear: 'You owe 24.90' },
    { press: '1' },
    { hear: 'card number' },
    { press: '4111111111111111', gap: 20 },
    { hear: 'expiration date' },
    { press: '1299', gap: 20 },
    { hear: 'security code' },
    { press: '123', gap: 20 },
  ],
  goal: 'the card is charged, and the caller is thanked',
  reached: (caller) =>
    caller.heard$.pipe(filter((heard) => heard.kind === 'tts' && heard.text.startsWith('Thank you'))),
});
