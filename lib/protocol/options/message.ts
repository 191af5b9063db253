import { mistyped, optional, record, required, type Schema } from './schema.js';
import { listOf, phoneNumber, text, url } from './values.js';

/**
 * Options of `client.sendMessage`: `messaging.send`. At least one of `body` and `media` is required.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/send-message
 */
export interface SendMessageOptions {
  /** The recipient's number in E.164: `+15550100`. */
  readonly toNumber: string;
  /** The sender's number in E.164: a number of your project. */
  readonly fromNumber: string;
  /** The text. */
  readonly body?: string | undefined;
  /** URLs of pictures, sounds and other media to attach. */
  readonly media?: readonly string[] | undefined;
  /**
   * The context to which RELAY sends the states of the message. Without one, RELAY sends them to this client.
   * With a context that several clients receive, any of them may get the states.
   * @default none
   */
  readonly context?: string | undefined;
  /** Tags for the message's events. */
  readonly tags?: readonly string[] | undefined;
  /** The region that the message is sent from. */
  readonly region?: string | undefined;
}

export const sendMessageSchema: Schema<SendMessageOptions> = {
  toNumber: required(phoneNumber),
  fromNumber: required(phoneNumber),
  body: optional(text),
  media: optional(listOf(url, 1)),
  context: optional(text),
  tags: optional(listOf(text)),
  region: optional(text),
};

const read = record(sendMessageSchema);

export function readSendMessage(options: SendMessageOptions): Record<string, unknown> {
  const wire = read(options, 'sendMessage');
  if (!('body' in wire) && !('media' in wire)) throw mistyped('sendMessage', 'needs a body or media');
  return wire;
}
