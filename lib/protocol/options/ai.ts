import { operation, operationReader, type OperationOptions } from './operation.js';
import { optional, type Read, type Schema } from './schema.js';
import { listOf, text, url, userObject } from './values.js';

/** An object that goes to RELAY as it stands: its keys are RELAY's own, or yours. */
export type UserObject = Readonly<Record<string, unknown>>;

/**
 * `calling.ai`: an AI agent takes part in the call. The objects among these go to RELAY as they stand, key for key;
 * their keys are those of the SWML verb `ai` (`end_of_speech_timeout`, `web_hook_url`).
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai
 * @see https://signalwire.com/docs/swml/reference/ai
 */
export interface AIOptions extends OperationOptions {
  /** The id of an agent that was set up before. `prompt` overrides what that says. */
  readonly agent?: string | undefined;
  /** Instructions for the agent: `{ text, temperature, … }`. */
  readonly prompt?: UserObject | undefined;
  /** Task once the conversation has ended. */
  readonly postPrompt?: UserObject | undefined;
  /** Where RELAY posts what `postPrompt` gave. */
  readonly postPromptUrl?: string | undefined;
  /** The user of `postPromptUrl`. */
  readonly postPromptAuthUser?: string | undefined;
  /** The password of `postPromptUrl`. */
  readonly postPromptAuthPassword?: string | undefined;
  /** Data that every function of `SWAIG` can see. */
  readonly globalData?: UserObject | undefined;
  /** How words are pronounced: `{ replace, with, ignore_case }`. */
  readonly pronounce?: readonly UserObject[] | undefined;
  /** Words that are likely to be said; or `{ hint, pattern, replace, ignore_case }`. */
  readonly hints?: readonly (string | UserObject)[] | undefined;
  /** Languages that the agent speaks: `{ name, code, voice }`. */
  readonly languages?: readonly UserObject[] | undefined;
  /** Functions that the agent can call. */
  readonly SWAIG?: UserObject | undefined;
  /** How the agent behaves: `{ end_of_speech_timeout, attention_timeout, … }`; durations are in ms here. */
  readonly params?: UserObject | undefined;
}

const hint: Read = (value, path) => (typeof value === 'string' ? text(value, path) : userObject(value, path));

export const aiSchema: Schema<AIOptions> = {
  ...operation,
  agent: optional(text),
  prompt: optional(userObject),
  postPrompt: optional(userObject),
  postPromptUrl: optional(url),
  postPromptAuthUser: optional(text),
  postPromptAuthPassword: optional(text),
  globalData: optional(userObject),
  pronounce: optional(listOf(userObject)),
  hints: optional(listOf(hint)),
  languages: optional(listOf(userObject)),
  SWAIG: optional(userObject),
  params: optional(userObject),
};

export const readAI = operationReader<AIOptions>('ai', aiSchema);
