import type { MessageReceiveEvent } from './protocol/events/message.js';

/**
 * An inbound message.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/message
 */
export class Message {
  /** The id of the message. */
  readonly messageId: string | undefined;
  /** The context in which it came in. */
  readonly context: string | undefined;
  readonly direction: string | undefined;
  /** The sender's number: E.164, or a short code. */
  readonly fromNumber: string | undefined;
  /** The recipient's number: E.164, or a short code. */
  readonly toNumber: string | undefined;
  readonly body: string | undefined;
  /** URLs of the attached media. */
  readonly media: readonly string[];
  /** The number of SMS segments. */
  readonly segments: number | undefined;
  readonly state: string | undefined;
  readonly tags: readonly string[];
  /** The event that it was made from. */
  readonly event: MessageReceiveEvent;

  /** @internal Made by `client.messages$`. */
  constructor(event: MessageReceiveEvent) {
    this.messageId = event.messageId;
    this.context = event.context;
    this.direction = event.direction;
    this.fromNumber = event.fromNumber;
    this.toNumber = event.toNumber;
    this.body = event.body;
    this.media = event.media ?? [];
    this.segments = event.segments;
    this.state = event.messageState;
    this.tags = event.tags ?? [];
    this.event = event;
  }
}
