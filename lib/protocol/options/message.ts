import { mistyped, optional, record, required, type Schema } from './schema.js';
import { listOf, phoneNumber, text, url } from './values.js';

/**
 * `messaging.send`: at least one of `body` and `media`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/send-message
 */
export interface SendMessageOptions {
  /** The number that it goes to, in E.164: `+15550100`. */
  readonly toNumber: string;
  /** The number that it comes from, in E.164: one of your project's. */
  readonly fromNumber: string;
  /** The text. */
  readonly body?: string | undefined;
  /** URLs of pictures, sounds and the like. */
  readonly media?: readonly string[] | undefined;
  /**
   * The context to which RELAY sends the states of the message. The session's own when it is left out, which only this
   * client receives; with a context that several clients receive, any of them may get them.
   */
  readonly context?: string | undefined;
  /** Tags of the message's events. */
  readonly tags?: readonly string[] | undefined;
  /** Where in the world it is sent from. */
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
