import type { UserObject } from './ai.js';
import { commandReader } from './command.js';
import { optional, type Schema } from './schema.js';
import { digitText } from './texts.js';
import { oneOf, text, untouched, url } from './values.js';

/**
 * `calling.amazon_bedrock`: an agent of Amazon Bedrock takes part in the call. What is not text goes to RELAY as it
 * stands, key for key.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/amazon-bedrock
 */
export interface AmazonBedrockOptions {
  /** Instructions for the agent: a text, or `{ text, … }`. */
  readonly prompt?: string | UserObject | undefined;
  /** Functions that the agent can call. */
  readonly SWAIG?: UserObject | undefined;
  /** How the agent behaves. */
  readonly params?: UserObject | undefined;
  /** Data that every function of `SWAIG` can see. */
  readonly globalData?: UserObject | undefined;
  /** Task once the conversation has ended. */
  readonly postPrompt?: string | UserObject | undefined;
  /** Where RELAY posts what `postPrompt` gave. */
  readonly postPromptUrl?: string | undefined;
}

/**
 * `calling.ai_message`: something is said to the agent that takes part in the call.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-message
 */
export interface AIMessageOptions {
  /** The text of the message. */
  readonly messageText?: string | undefined;
  /** The speaker. */
  readonly role?: 'system' | 'user' | 'assistant' | undefined;
  /** Parts to forget, as on the wire: `{ full_reset, user_prompt, system_prompt }`. */
  readonly reset?: UserObject | undefined;
  /** Data that every function of `SWAIG` can see from now on. */
  readonly globalData?: UserObject | undefined;
  /** Which agent, where more than one takes part: the control id of its action. */
  readonly controlId?: string | undefined;
}

/**
 * `calling.ai_hold`: the agent waits.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-hold
 */
export interface AIHoldOptions {
  /** Seconds after which it continues by itself: a whole number, which RELAY takes as text. */
  readonly timeout?: number | string | undefined;
  /** Words before. */
  readonly prompt?: string | undefined;
}

/**
 * `calling.ai_unhold`: the agent continues.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-unhold
 */
export interface AIUnholdOptions {
  /** First words. */
  readonly prompt?: string | undefined;
}

export const amazonBedrockSchema: Schema<AmazonBedrockOptions> = {
  prompt: optional(untouched),
  SWAIG: optional(untouched),
  params: optional(untouched),
  globalData: optional(untouched),
  postPrompt: optional(untouched),
  postPromptUrl: optional(url),
};
export const aiMessageSchema: Schema<AIMessageOptions> = {
  messageText: optional(text),
  role: optional(oneOf('system', 'user', 'assistant')),
  reset: optional(untouched),
  globalData: optional(untouched),
  controlId: optional(text),
};
export const aiHoldSchema: Schema<AIHoldOptions> = { timeout: optional(digitText), prompt: optional(text) };
export const aiUnholdSchema: Schema<AIUnholdOptions> = { prompt: optional(text) };

export const readAmazonBedrock = commandReader<AmazonBedrockOptions>('amazonBedrock', amazonBedrockSchema);
export const readAIMessage = commandReader<AIMessageOptions>('aiMessage', aiMessageSchema);
export const readAIHold = commandReader<AIHoldOptions>('aiHold', aiHoldSchema);
export const readAIUnhold = commandReader<AIUnholdOptions>('aiUnhold', aiUnholdSchema);
