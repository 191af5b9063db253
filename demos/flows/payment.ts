// A payment by card. RELAY asks for the card and hands it to the payment connector: the numbers never pass through this
// program. A card that is declined can be replaced once.
import { NotConfirmedError, PaymentError, confirm, paid, played, tts, type Call } from 'relay-rx';
import { catchError, concat, ignoreElements, of, retry, switchMap, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';

/** The amount to pay, and where the confirmation goes. */
export interface Invoice {
  /** A decimal number, as text: `24.90`. */
  readonly amount: string;
  readonly isPaid: (confirmation: string) => void;
}

export const CONNECTOR = 'https://payments.example/connector';

export const payment = (call: Call, invoice: Invoice): Observable<never> => {
  const say = (text: string) => call.playTTS({ text }).pipe(played());

  const paid$ = call
    .pay({
      paymentConnectorUrl: CONNECTOR,
      chargeAmount: invoice.amount,
      currency: 'usd',
      tokenType: 'one-time',
      postalCode: false,
      maxAttempts: 2,
    })
    .pipe(
      paid(),
      // Said before another card is asked for.
      retry({
        count: 1,
        delay: (error: unknown) =>
          isDeclined(error)
            ? say('That card was declined. Please try another one.')
            : throwError(() => error),
      }),
      // The confirmation is stored before anything else is said.
      tap(({ confirmationCode = '' }) => invoice.isPaid(confirmationCode)),
      switchMap(() => say('Thank you. Your payment has been received. Goodbye.')),
      catchError((error: unknown) =>
        error instanceof PaymentError ? say('Nothing was charged. Goodbye.') : throwError(() => error),
      ),
    );

  return concat(
    call.answer(),
    of(invoice.amount).pipe(
      confirm(call, {
        prompt: (amount) => tts(`You owe ${amount} dollars. Press 1 to pay by card now, 2 to hang up.`),
      }),
      switchMap(() => paid$),
      catchError((error: unknown) =>
        error instanceof NotConfirmedError ? say('Goodbye.') : throwError(() => error),
      ),
    ),
    call.hangup(),
  ).pipe(ignoreElements());
};

/** Whether the connector refused the card, and not the caller the payment. */
const isDeclined = (error: unknown): boolean =>
  error instanceof PaymentError && error.result === 'payment-connector-error';
