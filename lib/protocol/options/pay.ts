import type { Open } from '../events/open.js';
import type { PayStep } from '../events/pay.js';
import { operation, operationReader, type OperationOptions } from './operation.js';
import { optional, record, required, type Schema } from './schema.js';
import { decimalText, digitText, flagOrText, flagText, spaced } from './texts.js';
import { listOf, oneOf, text, url } from './values.js';

/** A further parameter for the payment connector. */
export interface PayParameter {
  /** The name by which the connector knows it. */
  readonly name: string;
  /** The value, as text. */
  readonly value: string;
}

/** Action of a prompt: `phrase` is a text to be spoken, or the URL of a recording. */
export interface PayPromptAction {
  readonly type: 'Say' | 'Play';
  readonly phrase: string;
}

/** A prompt of your own in place of RELAY's. */
export interface PayPrompt {
  /** When it is played. */
  readonly for: Open<PayStep>;
  /** Texts or recordings, in this order. */
  readonly actions?: readonly PayPromptAction[] | undefined;
  /** For which attempts, counted from 1: all when it is left out. A list, or RELAY's text with spaces between. */
  readonly attempt?: string | readonly (string | number)[] | undefined;
  /** For which cards: all when it is left out. A list, or RELAY's text with spaces between. */
  readonly cardType?: string | readonly string[] | undefined;
  /** After which errors, for example `timeout`, `invalid-card-number`. A list, or RELAY's text with spaces between. */
  readonly errorType?: string | readonly string[] | undefined;
  /** Whether the caller must enter the same twice. */
  readonly requireMatchingInputs?: boolean | undefined;
}

/**
 * `calling.pay`: asks for a card and hands it to a payment connector. RELAY takes numbers and flags as text here; they
 * may be given as what they are.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/pay
 */
export interface PayOptions extends OperationOptions {
  /** Where RELAY posts what was entered. */
  readonly paymentConnectorUrl: string;
  /** How it is entered. RELAY's default, and all that it does as yet, is `dtmf`. */
  readonly input?: Open<'dtmf' | 'voice'> | undefined;
  /**
   * How the caller pays.
   * @default `credit-card`, by RELAY
   */
  readonly paymentMethod?: Open<'credit-card'> | undefined;
  /**
   * For bank debits.
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
   * How often is asked: a whole number.
   * @default 1, by RELAY
   */
  readonly maxAttempts?: number | string | undefined;
  /**
   * Whether the security code is asked for.
   * @default `true`, by RELAY
   */
  readonly securityCode?: boolean | Open<'true' | 'false'> | undefined;
  /** Whether the postal code is asked for (RELAY's default), or the code where it is known. */
  readonly postalCode?: boolean | string | undefined;
  /**
   * Digits that a postal code has at least: a whole number.
   * @default 0, by RELAY
   */
  readonly minPostalCodeLength?: number | string | undefined;
  /**
   * How often the token can be used.
   * @default `reusable`, by RELAY
   */
  readonly tokenType?: Open<'one-time' | 'reusable'> | undefined;
  /**
   * A decimal number without a currency, as text: `15.00`.
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
  /** Purpose of the payment. */
  readonly description?: string | undefined;
  /**
   * Cards that are taken, of `visa mastercard amex maestro discover jcb diners-club`. RELAY's default is
   * `visa mastercard amex`. A list, or RELAY's text with spaces between.
   */
  readonly validCardTypes?: string | readonly string[] | undefined;
  /** Values for the payment connector, as they are. */
  readonly parameters?: readonly PayParameter[] | undefined;
  /** Prompts of each step, in place of RELAY's own prompts. */
  readonly prompts?: readonly PayPrompt[] | undefined;
  /** Where RELAY also posts the events. */
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
