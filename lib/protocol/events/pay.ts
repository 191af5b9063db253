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

/** RELAY may send a single word here: `paymentOf` reads that from the params. */
const result: Field<Readonly<Record<string, unknown>> | undefined> = {
  wire: t.union([object.wire, t.string]),
  read: (value) => (typeof value === 'string' ? undefined : object.read(value)),
};

/** `calling.call.pay`: the progress of a payment. The operator `paid()` reads the result. */
export interface PayEvent extends EventBase<'calling.call.pay'> {
  /** The state of the payment. */
  readonly state: Open<'processing' | 'finished' | 'error'> | undefined;
  /** The step: the input that is asked for, or the work in progress. */
  readonly for: Open<PayStep> | undefined;
  /** The number of the attempt at this step, from 1. */
  readonly attempt: number | undefined;
  /** The error of the last attempt, if the step is asked for again. */
  readonly errorType: string | undefined;
  /** The answer of the payment connector, as on the wire. */
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

/** The result of a payment, in RELAY's words. */
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

/** The result of a payment, with the data of the card. Fields that RELAY leaves out are undefined. */
export interface Payment {
  /** Whether the connector has charged or stored the card. */
  readonly isPaid: boolean;
  /** RELAY's word for the result. If it gives none: `success` or `error`, by the state of the event. */
  readonly result: PaymentResult;
  readonly method: string | undefined;
  /** The card number, masked by RELAY except for the last digits. */
  readonly cardNumber: string | undefined;
  readonly cardType: string | undefined;
  readonly expirationDate: string | undefined;
  readonly postalCode: string | undefined;
  /** The token of the card at the connector. */
  readonly token: string | undefined;
  readonly confirmationCode: string | undefined;
  /** The error text of the connector. */
  readonly error: string | undefined;
  /** The error code of the connector. */
  readonly errorCode: string | undefined;
}

/**
 * Reads the payment of a terminal pay event, from `result` or from the fields beside it. Undefined for other events.
 */
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
