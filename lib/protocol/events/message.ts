import type { EventOf } from './event.js';
import { number, open, text, texts } from './fields.js';
import { flatCodec } from './flat.js';

export type MessageState =
  'queued' | 'initiated' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received' | 'read';

/** What both ways of a message have. Numbers are E.164, or short ones; `media` are URLs. */
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

/** `messaging.receive`: a message came in. */
export const MessageReceiveEvent = flatCodec(
  'messaging.receive',
  { messageId: text },
  { ...message, messageState: open<MessageState>() },
);
export type MessageReceiveEvent = EventOf<typeof MessageReceiveEvent>;

/** `messaging.state`: how the delivery of a message is going; `reason` says why it failed. */
export const MessageStateEvent = flatCodec(
  'messaging.state',
  { messageId: text, messageState: open<MessageState>() },
  { ...message, reason: text },
);
export type MessageStateEvent = EventOf<typeof MessageStateEvent>;

const TERMINAL: ReadonlySet<string> = new Set<MessageState>(['delivered', 'undelivered', 'failed']);

/** Whether a message's state is its last. */
export const endsMessage = ({ messageState }: MessageStateEvent): boolean => TERMINAL.has(messageState);
