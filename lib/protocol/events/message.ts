import type { EventBase, EventCodec } from './event.js';
import { number, open, text, texts } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

export type MessageState =
  'queued' | 'initiated' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received' | 'read';

/** Fields of a message in either direction. Numbers are E.164, or short ones; `media` are URLs. */
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

/** Fields of events about a message, in either direction. */
export interface MessageEventBase<T extends 'messaging.receive' | 'messaging.state'> extends EventBase<T> {
  /** The id of the message. */
  readonly messageId: string;
  /** The context that the message belongs to. */
  readonly context: string | undefined;
  /** Which way the message goes. */
  readonly direction: Open<'inbound' | 'outbound'> | undefined;
  /** The number that sends: E.164, or a short one. */
  readonly fromNumber: string | undefined;
  /** The number that receives: E.164, or a short one. */
  readonly toNumber: string | undefined;
  /** The text. */
  readonly body: string | undefined;
  /** URLs of what is attached. */
  readonly media: readonly string[] | undefined;
  /** How many SMS the text takes. */
  readonly segments: number | undefined;
  /** The tags that the message was sent with. */
  readonly tags: readonly string[] | undefined;
}

/** `messaging.receive`: a message came in. */
export interface MessageReceiveEvent extends MessageEventBase<'messaging.receive'> {
  /** `received`, as a rule. */
  readonly messageState: Open<MessageState> | undefined;
}

export const messageReceiveEventCodec: EventCodec<MessageReceiveEvent> = flatCodec(
  'messaging.receive',
  { messageId: text },
  { ...message, messageState: open<MessageState>() },
);

/** `messaging.state`: how the delivery of a message is going; `reason` says why it failed. */
export interface MessageStateEvent extends MessageEventBase<'messaging.state'> {
  /** How the delivery is going. */
  readonly messageState: Open<MessageState>;
  /** Why the delivery failed. */
  readonly reason: string | undefined;
}

export const messageStateEventCodec: EventCodec<MessageStateEvent> = flatCodec(
  'messaging.state',
  { messageId: text, messageState: open<MessageState>() },
  { ...message, reason: text },
);

const TERMINAL: ReadonlySet<string> = new Set<MessageState>(['delivered', 'undelivered', 'failed']);

/** Whether a message's state is its last. */
export const endsMessage = ({ messageState }: MessageStateEvent): boolean => TERMINAL.has(messageState);
