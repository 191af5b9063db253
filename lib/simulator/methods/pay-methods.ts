import * as t from 'io-ts';

import { pay as paying } from '../operations/pay.js';
import { Name, NumberText, Text } from '../wire/types.js';
import { operationMethod, stopMethod } from './operation-method.js';

// RELAY has numbers and truths in strings here.
const Pay = t.intersection([
  t.type({ payment_connector_url: Name }),
  t.partial({
    charge_amount: Text,
    currency: Text,
    description: Text,
    language: Text,
    max_attempts: NumberText,
    postal_code: t.union([Text, t.boolean], 'a string, or true or false'),
    security_code: Text,
    timeout: NumberText,
    token_type: t.unknown,
    valid_card_types: Text,
    voice: Text,
  }),
]);

const isAsked = (answer: string | boolean | undefined): boolean =>
  answer === undefined || String(answer) === 'true';

/** `calling.pay`; `timeout` is seconds, 5 by default. A postal code that is given is not asked for. */
export const pay = operationMethod('pay', Pay, 'Paying', (params) =>
  paying({
    securityCode: isAsked(params.security_code),
    postalCode: isAsked(params.postal_code),
    timeout: Number(params.timeout ?? 5) * 1000,
    attempts: Math.max(1, Number(params.max_attempts ?? 1)),
  }),
);
export const stopPay = stopMethod('pay');
