import * as t from 'io-ts';

import { pay as paying } from '../operations/pay.js';
import { Prompts, promptFor } from '../operations/pay-prompts.js';
import { Name, NumberText, Text } from '../wire/types.js';
import { operationMethod, stopMethod } from './operation-method.js';

const Switch = t.union([Text, t.boolean], 'a string, or true or false');

// RELAY sends numbers and booleans as strings here.
const Pay = t.intersection([
  t.type({ payment_connector_url: Name }),
  t.partial({
    charge_amount: Text,
    currency: Text,
    description: Text,
    language: Text,
    max_attempts: NumberText,
    postal_code: Switch,
    prompts: Prompts,
    security_code: Switch,
    timeout: NumberText,
    token_type: t.unknown,
    valid_card_types: Text,
    voice: Text,
  }),
]);

// RELAY's documents also use `required` for true.
const isAsked = (answer: string | boolean | undefined): boolean =>
  answer === undefined || ['true', 'required'].includes(String(answer));

const isKnown = (postalCode: string | boolean | undefined): postalCode is string =>
  typeof postalCode === 'string' && !['true', 'false', 'required'].includes(postalCode);

/** `calling.pay`; `timeout` is in seconds, 5 by default. The caller is not asked for a postal code that the request has. */
export const pay = operationMethod('pay', Pay, 'Paying', (params, to) => {
  const { postal_code, prompts = [], payment_connector_url: url } = params;
  const { connectors } = to.request.engine;
  return paying({
    securityCode: isAsked(params.security_code),
    postalCode: isAsked(postal_code),
    knownPostalCode: isKnown(postal_code) ? postal_code : undefined,
    timeout: Number(params.timeout ?? 5) * 1000,
    attempts: Math.max(1, Number(params.max_attempts ?? 1)),
    prompt: (step, attempt, error) => promptFor(prompts, step, attempt, error),
    charge: () => connectors.chargeAt(url),
  });
});
export const stopPay = stopMethod('pay');
