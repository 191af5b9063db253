import { commandReader } from './command.js';
import { optional, record, required, type Schema } from './schema.js';
import { count, keys, text, userObject } from './values.js';

/**
 * Options of `call.bindDigit`: `calling.bind_digit`. RELAY runs a method when keys are pressed.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/bind-digit
 */
export interface BindDigitOptions {
  /** The keys, for example `*1`. */
  readonly digits: string;
  /** The RELAY method to run, for example `calling.play`. */
  readonly bindMethod: string;
  /** The params of that method, as they go on the wire. */
  readonly bindParams?: Readonly<Record<string, unknown>> | undefined;
  /** The name of a group of bindings, which `clearDigitBindings` takes. */
  readonly realm?: string | undefined;
  /**
   * How many times the method may run: a whole number; 0 is no limit.
   * @default 0, by RELAY
   */
  readonly maxTriggers?: number | undefined;
}

/**
 * Options of `call.clearDigitBindings`: `calling.clear_digit_bindings`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/clear-digit-bindings
 */
export interface ClearDigitBindingsOptions {
  /**
   * The group of bindings to remove.
   * @default all
   */
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
