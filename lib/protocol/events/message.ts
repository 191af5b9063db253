import type { EventBase, EventCodec } from './event.js';
import { number, open, text, texts } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

export type MessageState =
  'queued' | 'initiated' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received' | 'read';

/** Fields of a message in either direction. */
const message = {
  context: text,
  direction: open<'inbound' | 'outbound'>(),
  fromNumber: text,
  toNumber: text,
  body: text,
  media: texts,
  segments: number,
  tags: texts,
};

/** Fields of both message events. */
export interface MessageEventBase<T extends 'messaging.receive' | 'messaging.state'> extends EventBase<T> {
  /** The id of the message. */
  readonly messageId: string;
  /** The context of the message. */
  readonly context: string | undefined;
  /** The direction of the message. */
  readonly direction: Open<'inbound' | 'outbound'> | undefined;
  /** The sender's number: E.164, or a short code. */
  readonly fromNumber: string | undefined;
  /** The recipient's number: E.164, or a short code. */
  readonly toNumber: string | undefined;
  /** The text. */
  readonly body: string | undefined;
  /** URLs of the attached media. */
  readonly media: readonly string[] | undefined;
  /** The number of SMS segments. */
  readonly segments: number | undefined;
  /** The tags given when the message was sent. */
  readonly tags: readonly string[] | undefined;
}

/** `messaging.receive`: an inbound message. */
export interface MessageReceiveEvent extends MessageEventBase<'messaging.receive'> {
  /** The state of the message, usually `received`. */
  readonly messageState: Open<MessageState> | undefined;
}

export const messageReceiveEventCodec: EventCodec<MessageReceiveEvent> = flatCodec(
  'messaging.receive',
  { messageId: text },
  { ...message, messageState: open<MessageState>() },
);

/** `messaging.state`: the delivery state of an outbound message has changed. */
export interface MessageStateEvent extends MessageEventBase<'messaging.state'> {
  /** The delivery state. */
  readonly messageState: Open<MessageState>;
  /** The reason of a failure. */
  readonly reason: string | undefined;
}

export const messageStateEventCodec: EventCodec<MessageStateEvent> = flatCodec(
  'messaging.state',
  { messageId: text, messageState: open<MessageState>() },
  { ...message, reason: text },
);

const TERMINAL: ReadonlySet<string> = new Set<MessageState>(['delivered', 'undelivered', 'failed']);

/** Whether the state of a message is final. */
export const endsMessage = ({ messageState }: MessageStateEvent): boolean => TERMINAL.has(messageState);
