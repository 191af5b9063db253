import { PaymentError } from '../protocol/result-errors.js';
import { endsPay, paymentOf, type PayEvent, type Payment } from '../protocol/events/pay.js';
import type { Reader } from './reader.js';
import { readResults } from './result-reader.js';

/**
 * The payment that was made.
 *
 * ```text
 * action  --p--p--(f|)      p: processing, f: finished
 * paid()  --------(x|)      x: { isPaid: true, result: 'success', token, cardType, … }
 * ```
 *
 * Emits the result when the payment has succeeded, and completes. Fails with `PaymentError` when the connector
 * declines, when the caller cancels with `*` or enters nothing, and when the payment is stopped; with `CallEndedError`
 * when the call ends before RELAY has reported the result.
 *
 * @example
 * ```ts
 * // caller: press 4111111111111111#; press 1299#; press 123#; press 94041#
 * import { PaymentError, paid } from 'relay-rx';
 *
 * call
 *   .pay({ paymentConnectorUrl: 'https://example.test/pay', chargeAmount: '15.00', currency: 'usd' })
 *   .pipe(paid())
 *   .subscribe({
 *     next: ({ confirmationCode }) => console.log('paid', typeof confirmationCode),
 *     error: (error) => console.log(error instanceof PaymentError ? error.result : error),
 *   });
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/pay
 */
export function paid(): Reader<PayEvent, Payment> {
  return readResults({
    ends: endsPay,
    read: (event) => {
      const payment = paymentOf(event);
      if (payment !== undefined && !payment.isPaid) throw new PaymentError(payment, event);
      return payment;
    },
  });
}
