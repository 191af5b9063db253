import { commandReader } from './command.js';
import { optional, record, required, type Schema } from './schema.js';
import { count, keys, text, userObject } from './values.js';

/**
 * `calling.bind_digit`: RELAY carries out a method of its own when keys are pressed.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/bind-digit
 */
export interface BindDigitOptions {
  /** The keys, for example `*1`. */
  readonly digits: string;
  /** RELAY's method to carry out, for example `calling.play`. */
  readonly bindMethod: string;
  /** Its params, as they go on the wire. On the wire they are called `params`. */
  readonly bindParams?: Readonly<Record<string, unknown>> | undefined;
  /** Which bindings it belongs to: `clearDigitBindings` takes a realm. */
  readonly realm?: string | undefined;
  /** How often it is carried out: a whole number; 0 is for ever. */
  readonly maxTriggers?: number | undefined;
}

/**
 * `calling.clear_digit_bindings`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/clear-digit-bindings
 */
export interface ClearDigitBindingsOptions {
  /** Only the bindings of this realm; all when it is left out. */
  readonly realm?: string | undefined;
}

export const bindDigitSchema: Schema<BindDigitOptions> = {
  digits: required(keys),
  bindMethod: required(text),
  bindParams: optional(userObject, 'params'),
  realm: optional(text),
  maxTriggers: optional(count(0)),
};
export const clearDigitBindingsSchema: Schema<ClearDigitBindingsOptions> = { realm: optional(text) };

const read = record(bindDigitSchema);

export const readBindDigit = (options: BindDigitOptions): Record<string, unknown> =>
  read(options, 'bindDigit');
export const readClearDigitBindings = commandReader<ClearDigitBindingsOptions>(
  'clearDigitBindings',
  clearDigitBindingsSchema,
);
