// Run by the suite, and written as a test of your own would be, with jest.
import { relayMarbles } from 'relay-rx/testing';
import { of, throwError } from 'rxjs';
import { orderTexts, type Orders, type Reply } from './order-texts.js';

const { runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

const orders: Orders = {
  whereIs: (order) =>
    order === '4711' ? of('Your order arrives on Monday.') : throwError(() => new Error('no such order')),
};

it.each([
  ['order 4711', 'Your order arrives on Monday.'],
  ['ORDER 12', 'We cannot find order 12.'],
  ['hello', 'Text ORDER and the number of your order, for example ORDER 4711.'],
])('answers %s', (body, answer) => {
  const replies: Reply[] = [];
  runCaller(({ client, simulator }) => {
    orderTexts(client, orders).subscribe((reply) => replies.push(reply));
    simulator.message({ from: '+15550177', to: '+15550100', body });
  });
  expect(replies).toEqual([{ to: '+15550177', body: answer, state: 'delivered' }]);
});

it('reports a reply that is not delivered, and answers the next message', () => {
  const replies: Reply[] = [];
  runCaller(({ client, simulator }) => {
    simulator.recipient({ to: '+15550166', delivery: 'undelivered' });
    orderTexts(client, orders).subscribe((reply) => replies.push(reply));
    simulator.message({ from: '+15550166', to: '+15550100', body: 'hello' });
    simulator.message({ from: '+15550177', to: '+15550100', body: 'hello' });
  });
  expect(replies.map(({ to, state }) => [to, state])).toEqual([
    ['+15550166', 'undelivered'],
    ['+15550177', 'delivered'],
  ]);
});
