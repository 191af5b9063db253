import { operation, operationReader, type OperationOptions } from './operation.js';
import { optional, required, type Schema } from './schema.js';
import { string, text, url } from './values.js';

/**
 * Options of `call.receiveFax`: `calling.receive_fax`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/receive-fax
 */
export interface ReceiveFaxOptions extends OperationOptions {
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

/**
 * Options of `call.sendFax`: `calling.send_fax`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/send-fax
 */
export interface SendFaxOptions extends ReceiveFaxOptions {
  /** The document: the URL of a PDF. */
  readonly document: string;
  /**
   * The identity shown to the other fax, usually a number.
   * @default the call's own number, by RELAY
   */
  readonly identity?: string | undefined;
  /**
   * The header of each page.
   * @default `SignalWire`; with the empty string there is no header, by RELAY
   */
  readonly headerInfo?: string | undefined;
}

export const receiveFaxSchema: Schema<ReceiveFaxOptions> = { ...operation, statusUrl: optional(url) };

export const sendFaxSchema: Schema<SendFaxOptions> = {
  ...receiveFaxSchema,
  document: required(url),
  identity: optional(text),
  headerInfo: optional(string),
};

export const readReceiveFax = operationReader<ReceiveFaxOptions>('receiveFax', receiveFaxSchema);
export const readSendFax = operationReader<SendFaxOptions>('sendFax', sendFaxSchema);
