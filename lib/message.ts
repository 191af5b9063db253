import type { MessageReceiveEvent } from './protocol/events/message.js';

/**
 * An inbound message.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/message
 */
export class Message {
  /** RELAY's id of the message. */
  readonly messageId: string | undefined;
  /** The context that it came in by. */
  readonly context: string | undefined;
  readonly direction: string | undefined;
  /** Sender, in E.164. */
  readonly fromNumber: string | undefined;
  /** Recipient, in E.164. */
  readonly toNumber: string | undefined;
  readonly body: string | undefined;
  /** URLs of what was attached. */
  readonly media: readonly string[];
  /** How many parts it was sent in. */
  readonly segments: number | undefined;
  readonly state: string | undefined;
  readonly tags: readonly string[];
  /** The event that brought it. */
  readonly event: MessageReceiveEvent;

  /** @internal Messages are handed out by a client. */
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
