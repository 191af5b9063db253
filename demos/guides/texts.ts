// The guide to text messages: two messages are answered.
import { RelayClient } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import {
  endWith,
  ignoreElements,
  lastValueFrom,
  of,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import { orderTexts, type Orders } from '../flows/order-texts.js';
import { conclude, isReal, line, print, untilInterrupted, watch } from '../support/run.js';

const orders: Orders = {
  whereIs: (order) =>
    order === '4711' ? of('Your order arrives on Monday.') : throwError(() => new Error('no such order')),
};

const answers = (client: RelayClient) =>
  orderTexts(client, orders).pipe(
    tap(({ to, body, state }) => line(`...${to.slice(-4)}`, state ?? 'unknown', `"${body}"`)),
  );

const simulated = async (): Promise<boolean> => {
  print('Text messages: on the embedded simulator.\n');
  const account = { project: 'demo', token: 'demo' };
  await using simulator = await RelaySimulator.listen(account);
  const client = new RelayClient({ ...account, host: simulator.host, scheme: 'ws', contexts: ['default'] });
  watch(client).subscribe();
  const answered = lastValueFrom(answers(client).pipe(take(2), takeUntil(timer(18_000)), toArray()));
  for (const [from, body] of [
    ['+15550166', 'ORDER 4711'],
    ['+15550177', 'hello'],
  ] as const) {
    line(`...${from.slice(-4)}`, 'texts', `"${body}"`);
    simulator.message({ context: 'default', from, to: '+15550100', body });
  }
  const replies = await answered;
  client.close();
  return conclude(
    replies.length === 2 && replies.every(({ state }) => state === 'delivered'),
    'both messages are answered, and the answers are delivered',
  );
};

const real = (): Promise<boolean> => {
  const context = process.env['SIGNALWIRE_CONTEXT'] || 'default';
  print(`Text messages: for those of the context '${context}'. Ctrl-C ends it.\n`);
  const client = new RelayClient({ contexts: [context] });
  watch(client).subscribe();
  return untilInterrupted(client, answers(client).pipe(ignoreElements(), endWith(true)));
};

if (!(await (isReal ? real() : simulated()))) process.exitCode = 1;
