import { operation, operationReader, type OperationOptions } from './operation.js';
import { optional, type Read, type Schema } from './schema.js';
import { listOf, text, url, userObject } from './values.js';

/** An object that is sent as it is: its keys are RELAY's or your own. */
export type UserObject = Readonly<Record<string, unknown>>;

/**
 * Options of `call.ai`: `calling.ai`. Objects are sent as they are, key for key; their keys are those of the SWML verb
 * `ai` (`end_of_speech_timeout`, `web_hook_url`).
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/ai
 * @see https://signalwire.com/docs/swml/reference/ai
 */
export interface AIOptions extends OperationOptions {
  /** The id of a configured agent. `prompt` overrides its prompt. */
  readonly agent?: string | undefined;
  /** Instructions for the agent: `{ text, temperature, … }`. */
  readonly prompt?: UserObject | undefined;
  /** Instructions for after the conversation, such as to summarise it. */
  readonly postPrompt?: UserObject | undefined;
  /** URL to which RELAY posts the result of `postPrompt`. */
  readonly postPromptUrl?: string | undefined;
  /** The user name for `postPromptUrl`. */
  readonly postPromptAuthUser?: string | undefined;
  /** The password for `postPromptUrl`. */
  readonly postPromptAuthPassword?: string | undefined;
  /** Data that every function of `SWAIG` can see. */
  readonly globalData?: UserObject | undefined;
  /** The pronunciation of words: `{ replace, with, ignore_case }`. */
  readonly pronounce?: readonly UserObject[] | undefined;
  /** Words that callers are likely to say; or `{ hint, pattern, replace, ignore_case }`. */
  readonly hints?: readonly (string | UserObject)[] | undefined;
  /** Languages that the agent speaks: `{ name, code, voice }`. */
  readonly languages?: readonly UserObject[] | undefined;
  /** Functions that the agent can call. */
  readonly SWAIG?: UserObject | undefined;
  /** Settings of the agent's behaviour: `{ end_of_speech_timeout, attention_timeout, … }`. Durations are in ms here. */
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
