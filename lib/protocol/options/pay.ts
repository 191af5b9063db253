import type { Open } from '../events/open.js';
import type { PayStep } from '../events/pay.js';
import { operation, operationReader, type OperationOptions } from './operation.js';
import { optional, record, required, type Schema } from './schema.js';
import { decimalText, digitText, flagOrText, flagText, spaced } from './texts.js';
import { listOf, oneOf, text, url } from './values.js';

/** An extra parameter for the payment connector. */
export interface PayParameter {
  /** The name of the parameter. */
  readonly name: string;
  /** The value of the parameter. */
  readonly value: string;
}

/** A part of a prompt: `phrase` is a text to speak, or the URL of a recording. */
export interface PayPromptAction {
  readonly type: 'Say' | 'Play';
  readonly phrase: string;
}

/** A prompt that replaces RELAY's. */
export interface PayPrompt {
  /** The step at which it is played. */
  readonly for: Open<PayStep>;
  /** Texts and recordings, in order. */
  readonly actions?: readonly PayPromptAction[] | undefined;
  /**
   * The attempts for which it is played, counted from 1: a list, or a text separated by spaces.
   * @default all
   */
  readonly attempt?: string | readonly (string | number)[] | undefined;
  /**
   * The card types for which it is played: a list, or a text separated by spaces.
   * @default all
   */
  readonly cardType?: string | readonly string[] | undefined;
  /**
   * The errors after which it is played, for example `timeout` or `invalid-card-number`: a list, or a text separated by
   * spaces.
   */
  readonly errorType?: string | readonly string[] | undefined;
  /**
   * Whether the caller must enter the input twice.
   * @default not documented by RELAY
   */
  readonly requireMatchingInputs?: boolean | undefined;
}

/**
 * Options of `call.pay`: `calling.pay`. It asks for a card and passes it to a payment connector. On the wire, numbers
 * and flags are text here; either form is accepted.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/pay
 */
export interface PayOptions extends OperationOptions {
  /** The URL of the payment connector, to which RELAY posts the input. */
  readonly paymentConnectorUrl: string;
  /**
   * The kind of input. RELAY supports only `dtmf` so far.
   * @default `dtmf`, by RELAY
   */
  readonly input?: Open<'dtmf' | 'voice'> | undefined;
  /**
   * The payment method.
   * @default `credit-card`, by RELAY
   */
  readonly paymentMethod?: Open<'credit-card'> | undefined;
  /**
   * The type of the account, for bank debits.
   * @default `consumer-checking`, by RELAY
   */
  readonly bankAccountType?:
    Open<'consumer-checking' | 'consumer-savings' | 'commercial-checking'> | undefined;
  /**
   * Seconds to wait for the next digit: a whole number.
   * @default 5, by RELAY
   */
  readonly timeout?: number | string | undefined;
  /**
   * The most attempts for each input: a whole number.
   * @default 1, by RELAY
   */
  readonly maxAttempts?: number | string | undefined;
  /**
   * Whether the security code is asked for.
   * @default `true`, by RELAY
   */
  readonly securityCode?: boolean | Open<'true' | 'false'> | undefined;
  /**
   * Whether the postal code is asked for, or the code where it is known.
   * @default true, by RELAY
   */
  readonly postalCode?: boolean | string | undefined;
  /**
   * The least number of digits of a postal code: a whole number.
   * @default 0, by RELAY
   */
  readonly minPostalCodeLength?: number | string | undefined;
  /**
   * Whether the token can be used more than once.
   * @default `reusable`, by RELAY
   */
  readonly tokenType?: Open<'one-time' | 'reusable'> | undefined;
  /**
   * The amount to charge: a decimal number without a currency, as text: `15.00`.
   * @default `0.00`, by RELAY
   */
  readonly chargeAmount?: string | undefined;
  /**
   * The currency of the charge: a code of ISO 4217, in lower case.
   * @default `usd`, by RELAY
   */
  readonly currency?: string | undefined;
  /**
   * A BCP 47 language tag.
   * @default `en-US`, by RELAY
   */
  readonly language?: string | undefined;
  /**
   * A voice by name.
   * @default `woman`, by RELAY
   */
  readonly voice?: string | undefined;
  /** The purpose of the payment. */
  readonly description?: string | undefined;
  /**
   * The accepted card types, of `visa mastercard amex maestro discover jcb diners-club`: a list, or a text separated by
   * spaces.
   * @default `visa mastercard amex`, by RELAY
   */
  readonly validCardTypes?: string | readonly string[] | undefined;
  /** Extra parameters for the payment connector. */
  readonly parameters?: readonly PayParameter[] | undefined;
  /** Prompts that replace those of RELAY. */
  readonly prompts?: readonly PayPrompt[] | undefined;
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

const parameter = record<PayParameter>({ name: required(text), value: required(text) });
const action = record<PayPromptAction>({ type: required(oneOf('Say', 'Play')), phrase: required(text) });
const prompt = record<PayPrompt>({
  for: required(text),
  actions: optional(listOf(action)),
  attempt: optional(spaced),
  cardType: optional(spaced),
  errorType: optional(spaced),
  requireMatchingInputs: optional(flagText),
});

export const paySchema: Schema<PayOptions> = {
  ...operation,
  paymentConnectorUrl: required(url),
  input: optional(text),
  paymentMethod: optional(text),
  bankAccountType: optional(text),
  timeout: optional(digitText),
  maxAttempts: optional(digitText),
  securityCode: optional(flagOrText),
  postalCode: optional(flagOrText),
  minPostalCodeLength: optional(digitText),
  tokenType: optional(text),
  chargeAmount: optional(decimalText),
  currency: optional(text),
  language: optional(text),
  voice: optional(text),
  description: optional(text),
  validCardTypes: optional(spaced),
  parameters: optional(listOf(parameter)),
  prompts: optional(listOf(prompt)),
  statusUrl: optional(url),
};

export const readPay = operationReader<PayOptions>('pay', paySchema);
