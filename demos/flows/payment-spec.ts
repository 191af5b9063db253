// Run by the suite, and written as a test of your own would be, with jest.
import { relayMarbles } from 'relay-rx/testing';
import { CONNECTOR, payment } from './payment.js';

const { runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

const newInvoice = () => {
  const confirmations: string[] = [];
  return {
    invoice: { amount: '24.90', isPaid: (code: string) => void confirmations.push(code) },
    confirmations,
  };
};

const enteredCard = [
  { heard: 'card number' },
  { pressed: '4111111111111111' },
  { heard: 'expiration date' },
  { pressed: '1299' },
  { heard: 'security code' },
  { pressed: '123' },
];

it('takes the money, and stores the confirmation', () => {
  const { invoice, confirmations } = newInvoice();
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing('You owe 24.90', '3s 1');
    caller.onHearing('card number', '2s 4111111111111111');
    caller.onHearing('expiration date', '2s 1299');
    caller.onHearing('security code', '2s 123');
    expectFlow((call) => payment(call, invoice));
    expectDialogue([
      { heard: 'You owe 24.90' },
      { pressed: '1' },
      ...enteredCard,
      { heard: /payment has been received/ },
      { ended: 'hangup' },
    ]);
  });
  expect(confirmations).toEqual([expect.stringMatching(/./)]);
});

it('asks for another card when one is declined, and charges nothing when that is, too', () => {
  const { invoice, confirmations } = newInvoice();
  runCaller(({ caller, simulator, expectFlow, expectDialogue }) => {
    simulator.paymentConnector({ url: CONNECTOR, answer: 'decline' });
    caller.onHearing('You owe 24.90', '3s 1');
    caller.onHearing('card number', '2s 4111111111111111');
    caller.onHearing('expiration date', '2s 1299');
    caller.onHearing('security code', '2s 123');
    expectFlow((call) => payment(call, invoice));
    expectDialogue([
      { heard: 'You owe 24.90' },
      { pressed: '1' },
      ...enteredCard,
      { heard: 'try another one' },
      ...enteredCard,
      { heard: 'Nothing was charged' },
      { ended: 'hangup' },
    ]);
  });
  expect(confirmations).toEqual([]);
});

it('charges nothing when the caller does not want to pay', () => {
  const { invoice, confirmations } = newInvoice();
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller.onHearing('You owe 24.90', '3s 2');
    expectFlow((call) => payment(call, invoice));
    expectDialogue([{ heard: 'You owe 24.90' }, { pressed: '2' }, { heard: 'Goodbye' }, { ended: 'hangup' }]);
  });
  expect(confirmations).toEqual([]);
});
