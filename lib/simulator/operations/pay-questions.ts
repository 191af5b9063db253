import type { PayStep as RelayPayStep } from '../../protocol/events/pay.js';
import type { Fields } from '../wire/json-rpc.js';

/** A step of a payment: RELAY's `for`. */
export type PayStep = Exclude<RelayPayStep, 'bank-routing-number' | 'bank-account-number'>;

/** The reason why a question is repeated. */
export type PayErrorType = 'timeout';

/** A question to the caller. The answer is `max` keys, or fewer and a #. */
export interface Question {
  readonly for: PayStep;
  /** Text to speak. */
  readonly text: string;
  readonly max: number;
}

const question = (step: PayStep, text: string, max: number): Question => ({
  for: step,
  text,
  max,
});

export const QUESTIONS: readonly Question[] = [
  question('payment-card-number', 'Please enter your card number.', 16),
  question('expiration-date', 'Please enter the expiration date.', 4),
  question('security-code', 'Please enter the security code.', 3),
  question('postal-code', 'Please enter your postal code.', 5),
];

const masked = (digits: string): string => digits.slice(0, -4).replace(/./g, '*') + digits.slice(-4);

const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^4/, 'visa'],
  [/^5[1-5]|^2[2-7]/, 'mastercard'],
  [/^3[47]/, 'amex'],
  [/^6/, 'discover'],
];

/** The event's fields for the card details entered so far, never with the security code. */
export const cardOf = (answers: ReadonlyMap<PayStep, string>, knownPostalCode?: string): Fields => {
  const number = answers.get('payment-card-number');
  const [, type] = TYPES.find(([start]) => number !== undefined && start.test(number)) ?? [];
  return Object.fromEntries(
    Object.entries({
      payment_method: 'credit-card',
      payment_card_number: number && masked(number),
      payment_card_type: type,
      expiration_date: answers.get('expiration-date'),
      payment_card_postal_code: answers.get('postal-code') ?? knownPostalCode,
    }).filter(([, value]) => value !== undefined),
  );
};
