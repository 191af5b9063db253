import * as t from 'io-ts';
import type { EventBase, EventCodec } from './event.js';
import { number, object, open, text, type Field } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/** The step of a payment at the time of an event. */
export type PayStep =
  | 'payment-card-number'
  | 'expiration-date'
  | 'security-code'
  | 'postal-code'
  | 'bank-routing-number'
  | 'bank-account-number'
  | 'payment-processing'
  | 'payment-completed'
  | 'payment-failed'
  | 'payment-canceled';

/** RELAY's one word for it may stand here too: `paymentOf` reads that from the params. */
const result: Field<Readonly<Record<string, unknown>> | undefined> = {
  wire: t.union([object.wire, t.string]),
  read: (value) => (typeof value === 'string' ? undefined : object.read(value)),
};

/**
 * `calling.call.pay`: how a payment is going. `for` is the step, `attempt` how often it has been asked for, `errorType`
 * why it is asked for again. `result` is the payment connector's own, as it stands: `paymentOf` reads it.
 */
export interface PayEvent extends EventBase<'calling.call.pay'> {
  /** How the payment is going. */
  readonly state: Open<'processing' | 'finished' | 'error'> | undefined;
  /** The step: what the caller is asked for, or what is done. */
  readonly for: Open<PayStep> | undefined;
  /** How often the step has been asked for, from 1. */
  readonly attempt: number | undefined;
  /** Why the step is asked for again. */
  readonly errorType: string | undefined;
  /** The payment connector's own words, as they stand on the wire. */
  readonly result: Readonly<Record<string, unknown>> | undefined;
}

export const payEventCodec: EventCodec<PayEvent> = flatCodec(
  'calling.call.pay',
  {},
  {
    state: open<'processing' | 'finished' | 'error'>(),
    for: open<PayStep>(),
    attempt: number,
    errorType: text,
    result,
  },
);

/** Whether a pay event ends its operation. */
export const endsPay = ({ state }: PayEvent): boolean => state === 'finished' || state === 'error';

/** How a payment ended. */
export type PaymentResult = Open<
  | 'success'
  | 'payment-connector-error'
  | 'caller-interrupted-with-star'
  | 'caller-interrupted-with-pound'
  | 'caller-hung-up'
  | 'too-many-failed-attempts'
  | 'validation-error'
  | 'relay-pay-stop'
  | 'timeout'
>;

/** The payment of a terminal pay event: how the payment ended, and of which card. What RELAY does not say is undefined. */
export interface Payment {
  /** Whether the connector has taken the money, or has stored the card. */
  readonly isPaid: boolean;
  /** RELAY's word for how it ended; `success` or `error`, by the state of the event, where it gives none. */
  readonly result: PaymentResult;
  readonly method: string | undefined;
  /** As RELAY gives it: masked but for the last digits. */
  readonly cardNumber: string | undefined;
  readonly cardType: string | undefined;
  readonly expirationDate: string | undefined;
  readonly postalCode: string | undefined;
  /** Token of the card at the connector. */
  readonly token: string | undefined;
  readonly confirmationCode: string | undefined;
  /** Why the connector refused, in words. */
  readonly error: string | undefined;
  /** Why the connector refused, by a code of its own. */
  readonly errorCode: string | undefined;
}

/** The payment of a terminal pay event, from `result` or from beside it; undefined for one that does not end the payment. */
export function paymentOf(event: PayEvent): Payment | undefined {
  if (!endsPay(event)) return undefined;
  const said = (name: string): string | undefined => {
    const value = event.result?.[name] ?? event.params[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const result = said('result') ?? (event.state === 'finished' ? 'success' : 'error');
  return {
    isPaid: event.state === 'finished' && result === 'success',
    result,
    method: said('payment_method'),
    cardNumber: said('payment_card_number'),
    cardType: said('payment_card_type'),
    expirationDate: said('expiration_date'),
    postalCode: said('payment_card_postal_code'),
    token: said('payment_token'),
    confirmationCode: said('payment_confirmation_code'),
    error: said('payment_error'),
    errorCode: said('payment_error_code'),
  };
}
