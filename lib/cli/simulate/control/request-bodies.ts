import type { Incoming } from '../../../phone/feed.js';
import type { CalleeOptions } from '../../../simulator/engine/callees.js';
import type { MessageOptions, RecipientOptions } from '../../../simulator/engine/messages.js';
import { exactly, flag, listOf, number, object, optional, required, someText, text, whole } from '../read.js';
import { readStep, type Step } from '../scenario/step.js';

// Readers of the bodies of requests to the control interface. Each throws for a body that is not allowed.

export const readNothing = object<object>({});
export const readCall = object<{ context: string; from?: string; to?: string; script?: readonly Step[] }>({
  context: required(someText),
  from: optional(someText),
  to: optional(someText),
  script: optional(listOf(readStep)),
});
export const readPress = object<{ digits: string; gap?: number }>({
  digits: required(someText),
  gap: optional(number(0)),
});
export const readSay = object<{ text: string; confidence?: number; soFar?: boolean }>({
  text: required(text),
  confidence: optional(number(0, 100)),
  soFar: optional(flag),
});
export const readWatch = object<{ page: number; callId: string }>({
  page: required(whole(1)),
  callId: required(someText),
});
export const readIncoming = object<{ incoming: Incoming }>({
  incoming: required(exactly('ring', 'machine', 'busy', 'decline', 'noAnswer')),
});
export const readCallee = object<Omit<CalleeOptions, 'script'>>({
  to: required(someText),
  answer: required(exactly('answer', 'machine', 'fax', 'busy', 'decline', 'noAnswer', 'manual')),
  after: optional(number(0)),
  greeting: optional(text),
  answeredBy: optional(exactly('human', 'machine', 'fax', 'unknown')),
});
export const readRecipient = object<RecipientOptions>({
  to: required(someText),
  delivery: required(exactly('delivered', 'undelivered', 'failed')),
  reason: optional(text),
  after: optional(number(0)),
  readAfter: optional(number(0)),
});
export const readMessage = object<MessageOptions>({
  from: optional(someText),
  to: optional(someText),
  body: optional(text),
  context: optional(someText),
  media: optional(listOf(someText)),
  tags: optional(listOf(text)),
});
export const readAdvance = object<{ advance: number }>({ advance: required(number(0, 31_536_000_000)) });
