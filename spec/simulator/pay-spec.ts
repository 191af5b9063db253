import { conversation, pending } from './virtual-app.js';
import type { Conversation } from './virtual-app.js';

const PAY = { control_id: 'p1', payment_connector_url: 'https://example.test', postal_code: 'false' };

const CARD = [
  { hear: 'card number' },
  { press: '4111111111111111' },
  { hear: 'expiration' },
  { press: '1228#' },
  { hear: 'security' },
  { wait: 500 },
  { press: '123' },
];

const paying = (params: object = {}, script: object[] = CARD): Conversation => {
  const talk = conversation({}, { script: script as typeof CARD });
  expect(talk.ask('calling.pay', { ...PAY, ...params })['code']).toBe('200');
  return talk;
};

const last = ({ app }: Conversation): unknown => app.told('calling.call.pay').at(-1);

describe('calling.pay', () => {
  it('asks the caller for the card, and tells what was entered without giving it away', () => {
    const { clock, app, heard } = paying();
    clock.advance(60_000);
    expect(heard).toHaveLength(3);
    expect(app.told('calling.call.pay')).toEqual([
      [0, { state: 'processing', for: 'payment-card-number' }],
      [0, { state: 'processing', for: 'expiration-date' }],
      [0, { state: 'processing', for: 'security-code' }],
      [500, { state: 'processing', for: 'payment-processing' }],
      [
        1500,
        {
          state: 'finished',
          for: 'payment-completed',
          result: {
            result: 'success',
            payment_method: 'credit-card',
            payment_card_number: '************1111',
            payment_card_type: 'visa',
            expiration_date: '1228',
            payment_token: expect.any(String),
            payment_confirmation_code: expect.any(String),
          },
        },
      ],
    ]);
    expect(JSON.stringify(app.events)).not.toContain('4111111111111111');
    expect(pending(clock)).toEqual([]);
  });

  it('asks again after a silence, as often as max_attempts says, and then fails', () => {
    const talk = paying({ max_attempts: '2', timeout: '3' }, []);
    talk.clock.advance(60_000);
    expect(talk.heard).toHaveLength(2);
    expect(talk.app.told('calling.call.pay').slice(1)).toEqual([
      [3500, { state: 'processing', for: 'payment-card-number', attempt: 2, error_type: 'timeout' }],
      [
        7000,
        {
          state: 'error',
          error_type: 'timeout',
          for: 'payment-card-number',
          result: { result: 'too-many-failed-attempts', payment_method: 'credit-card' },
        },
      ],
    ]);
    expect(pending(talk.clock)).toEqual([]);
  });

  it.each([
    [{ answer: 'decline', errorCode: 'do_not_honor' }, 'card-declined', 'do_not_honor'],
    [{ answer: 'fail' }, 'connector-error', undefined],
  ] as const)('ends as the connector says: %j', (connector, payment_error, code) => {
    const talk = paying();
    talk.engine.paymentConnector({ url: PAY.payment_connector_url, after: 300, ...connector });
    talk.clock.advance(60_000);
    const result = { result: 'payment-connector-error', payment_error };
    expect(last(talk)).toMatchObject([800, { state: 'error', for: 'payment-failed', result }]);
    expect(last(talk)).toHaveProperty('1.result.payment_card_number', '************1111');
    const [, said] = last(talk) as [number, { result: Record<string, unknown> }];
    expect(said.result['payment_error_code']).toBe(code);
  });

  it('takes every card at a connector that nothing was said of', () => {
    const talk = paying();
    talk.engine.paymentConnector({ url: 'https://other.example.test', answer: 'decline' });
    talk.clock.advance(60_000);
    expect(last(talk)).toMatchObject([1500, { state: 'finished' }]);
  });

  it.each(['*', '4111*'])('is cancelled by the key *: %s', (keys) => {
    const talk = paying({}, [{ hear: 'card number' }, { press: keys }]);
    talk.clock.advance(60_000);
    expect(last(talk)).toEqual([
      0,
      {
        state: 'error',
        for: 'payment-canceled',
        result: { result: 'caller-interrupted-with-star', payment_method: 'credit-card' },
      },
    ]);
    expect(pending(talk.clock)).toEqual([]);
  });

  it('speaks and plays the words of the app, the most particular ones for each attempt and error', () => {
    const say = (phrase: string): object[] => [{ type: 'Say', phrase }];
    const prompts = [
      { for: 'payment-card-number', actions: say('Your card please') },
      { for: 'payment-card-number', error_type: 'timeout', actions: say('I heard nothing') },
      { for: 'expiration-date', actions: [{ type: 'Play', phrase: 'https://example.test/date.mp3' }] },
      { for: 'payment-processing', actions: say('One moment') },
      { for: 'payment-completed', actions: say('Thank you') },
    ];
    const script = [
      { hear: 'I heard nothing' },
      { press: '4111111111111111' },
      { hear: 'date.mp3' },
      { press: '1228' },
      { hear: 'security' },
      { press: '123' },
    ];
    const talk = paying({ prompts, max_attempts: 2 }, script);
    talk.clock.advance(60_000);
    expect(talk.heard.map(([, what]) => what)).toEqual([
      'Your card please',
      'I heard nothing',
      'audio',
      'Please enter the security code.',
      'One moment',
      'Thank you',
    ]);
    expect(last(talk)).toMatchObject([expect.any(Number), { state: 'finished' }]);
  });

  it('asks for no postal code that is known, and says it in the end', () => {
    const talk = paying({ postal_code: '94107' });
    talk.clock.advance(60_000);
    expect(last(talk)).toMatchObject([1500, { result: { payment_card_postal_code: '94107' } }]);
  });

  it('is finished when it is stopped', () => {
    const talk = paying({}, []);
    talk.ask('calling.pay.stop', { control_id: 'p1' });
    expect(last(talk)).toMatchObject([0, { state: 'finished', result: { result: 'relay-pay-stop' } }]);
    expect(pending(talk.clock)).toEqual([]);
  });
});
