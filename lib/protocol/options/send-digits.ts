import { operation, operationReader, type OperationOptions } from './operation.js';
import { required, type Schema } from './schema.js';
import { dialKeys } from './values.js';

/**
 * Options of `call.sendDigits`: `calling.send_digits`. RELAY cannot stop it.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/send-digits
 */
export interface SendDigitsOptions extends Pick<OperationOptions, 'controlId'> {
  /** The keys `0-9 * # A-D`, and the pauses `w` (0.5 s) and `W` (1 s). */
  readonly digits: string;
}

export const sendDigitsSchema: Schema<SendDigitsOptions> = {
  controlId: operation.controlId,
  digits: required(dialKeys),
};

export const readSendDigits = operationReader<SendDigitsOptions>('sendDigits', sendDigitsSchema);
