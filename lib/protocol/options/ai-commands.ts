import type { UserObject } from './ai.js';
import { commandReader } from './command.js';
import { optional, type Schema } from './schema.js';
import { digitText } from './texts.js';
import { oneOf, text, untouched, url } from './values.js';

/**
 * Options of `call.amazonBedrock`: `calling.amazon_bedrock`. Objects are sent as they are, key for key.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/amazon-bedrock
 */
export interface AmazonBedrockOptions {
  /** Instructions for the agent: a text, or `{ text, … }`. */
  readonly prompt?: string | UserObject | undefined;
  /** Functions that the agent can call. */
  readonly SWAIG?: UserObject | undefined;
  /** Settings of the agent's behaviour. */
  readonly params?: UserObject | undefined;
  /** Data that every function of `SWAIG` can see. */
  readonly globalData?: UserObject | undefined;
  /** Instructions for after the conversation, such as to summarise it. */
  readonly postPrompt?: string | UserObject | undefined;
  /** URL to which RELAY posts the result of `postPrompt`. */
  readonly postPromptUrl?: string | undefined;
}

/**
 * Options of `call.aiMessage`: `calling.ai_message`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-message
 */
export interface AIMessageOptions {
  /** The text of the message. */
  readonly messageText?: string | undefined;
  /**
   * The speaker.
   * @default not documented by RELAY
   */
  readonly role?: 'system' | 'user' | 'assistant' | undefined;
  /** Parts to forget, as on the wire: `{ full_reset, user_prompt, system_prompt }`. */
  readonly reset?: UserObject | undefined;
  /** Data that every function of `SWAIG` can see from now on. */
  readonly globalData?: UserObject | undefined;
  /** The control id of the agent's action, if the call has several agents. */
  readonly controlId?: string | undefined;
}

/**
 * Options of `call.aiHold`: `calling.ai_hold`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-hold
 */
export interface AIHoldOptions {
  /**
   * Seconds after which the agent continues: a whole number. On the wire it is text.
   * @default not documented by RELAY
   */
  readonly timeout?: number | string | undefined;
  /** A text that the agent says before the hold. */
  readonly prompt?: string | undefined;
}

/**
 * Options of `call.aiUnhold`: `calling.ai_unhold`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai-unhold
 */
export interface AIUnholdOptions {
  /** A text that the agent says after the hold. */
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
