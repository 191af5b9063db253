import { inspect } from 'node:util';
import { firstValueFrom, of } from 'rxjs';
import { CallEndedError, PaymentError, paid, type PayEvent } from 'relay-rx';
import { callState, event } from 'relay-rx/testing';
import { paymentOf } from '../../lib/protocol/events/pay.js';
import { decodeEvent } from '../../lib/protocol/events/index.js';
import { run } from '../support/marbles.js';

const card = {
  payment_method: 'credit-card',
  payment_card_number: '************1111',
  payment_card_type: 'visa',
  expiration_date: '1299',
  payment_card_postal_code: '94041',
};
const success = { result: 'success', ...card, payment_token: 'tok-1', payment_confirmation_code: 'c-1' };
const pay = (params: Readonly<Record<string, unknown>>) => event('calling.call.pay', params);
const p = pay({ state: 'processing', for: 'payment-card-number', attempt: 2, error_type: 'timeout' });

/** A pay event, read. */
function read(params: object): PayEvent {
  const decoded = decodeEvent({ event_type: 'calling.call.pay', params: { control_id: 'k', ...params } });
  if (decoded._tag === 'Left') throw decoded.left;
  return decoded.right as PayEvent;
}

describe('paymentOf', () => {
  const payment = {
    isPaid: true,
    result: 'success',
    method: 'credit-card',
    cardNumber: '************1111',
    cardType: 'visa',
    expirationDate: '1299',
    postalCode: '94041',
    token: 'tok-1',
    confirmationCode: 'c-1',
    error: undefined,
    errorCode: undefined,
  };

  it('reads what stands in the result, or beside it', () => {
    expect(paymentOf(read({ state: 'finished', result: success }))).toEqual(payment);
    expect(paymentOf(read({ state: 'finished', ...success }))).toEqual(payment);
  });

  it.each<[object, object]>([
    [{ state: 'finished' }, { isPaid: true, result: 'success' }],
    [
      { state: 'finished', result: { payment_method: 'credit-card' } },
      { isPaid: true, result: 'success' },
    ],
    [{ state: 'error' }, { isPaid: false, result: 'error' }],
    [{ state: 'error', result: { result: 'success' } }, { isPaid: false }],
    [
      { state: 'finished', result: { result: 'relay-pay-stop' } },
      { isPaid: false, result: 'relay-pay-stop' },
    ],
    [
      { state: 'error', result: { result: 'payment-connector-error', payment_error_code: 51 } },
      { isPaid: false, result: 'payment-connector-error', errorCode: '51' },
    ],
  ])('says how it went: %j', (params, says) => {
    expect(paymentOf(read(params))).toMatchObject(says);
  });

  it.each([{ state: 'processing' }, {}])('is undefined of what does not end the payment: %j', (params) => {
    expect(paymentOf(read(params))).toBeUndefined();
  });
});

describe('paid', () => {
  const url = 'https://example.test/pay';

  it('emits the payment that succeeded, and completes', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-pf', { p, f: pay({ state: 'finished', result: success }) });
      expectObservable(call.pay({ paymentConnectorUrl: url }).pipe(paid())).toBe('--(x|)', {
        x: expect.objectContaining({ isPaid: true, token: 'tok-1', confirmationCode: 'c-1' }),
      });
    });
  });

  it.each([
    ['error', 'payment-connector-error'],
    ['error', 'caller-interrupted-with-star'],
    ['error', 'too-many-failed-attempts'],
    ['finished', 'relay-pay-stop'],
  ])('fails with a PaymentError on %s, %s', (state, result) => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-pf', { p, f: pay({ state, result: { result, payment_error_code: 'E7' } }) });
      expectObservable(call.pay({ paymentConnectorUrl: url }).pipe(paid())).toBe(
        '--#',
        {},
        expect.objectContaining({ name: 'PaymentError', code: 'ERR_RELAY_PAYMENT', result, errorCode: 'E7' }),
      );
    });
  });

  it('fails with CallEndedError when the call ends before it is known how the payment went', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-pE', { p, E: callState('ended') });
      expectObservable(call.pay({ paymentConnectorUrl: url }).pipe(paid()), '^ 11s !').toBe(
        '-- 10s #',
        {},
        expect.any(CallEndedError),
      );
    });
  });

  it('shows nothing of the card in an error that is logged', async () => {
    const failed = read({ state: 'error', result: { ...card, result: 'validation-error' } });
    const error: unknown = await firstValueFrom(of(failed).pipe(paid())).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(PaymentError);
    expect((error as PaymentError).payment.cardType).toBe('visa');
    for (const shown of [inspect(error, { depth: 9 }), JSON.stringify(error), (error as Error).message]) {
      expect(shown).not.toMatch(/1111|1299|94041/);
    }
  });
});
