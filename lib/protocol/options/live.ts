import { commandReader } from './command.js';
import { optional, required, type Schema } from './schema.js';
import { untouched, url } from './values.js';

/**
 * Action of live transcription or translation, as it goes on the wire: its keys are RELAY's own, those of the SWML
 * verbs, and go through as they stand. For example `{ start: { lang: 'en-US', direction: ['remote-caller'] } }`,
 * `{ stop: {} }`; to translate `{ start: { from_lang: 'en-US', to_lang: 'es-ES', direction: ['remote-caller'] } }`.
 */
export type LiveAction = string | Readonly<Record<string, unknown>>;

/**
 * `calling.live_transcribe`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/live-transcribe
 * @see https://signalwire.com/docs/swml/reference/live-transcribe
 */
export interface LiveTranscribeOptions {
  /** The action: started, or ended. */
  readonly action: LiveAction;
}

/**
 * `calling.live_translate`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/live-translate
 * @see https://signalwire.com/docs/swml/reference/live-translate
 */
export interface LiveTranslateOptions {
  /** The action: started, or ended. */
  readonly action: LiveAction;
  /** Where RELAY posts how it goes. */
  readonly statusUrl?: string | undefined;
}

export const liveTranscribeSchema: Schema<LiveTranscribeOptions> = { action: required(untouched) };
export const liveTranslateSchema: Schema<LiveTranslateOptions> = {
  action: required(untouched),
  statusUrl: optional(url),
};

export const readLiveTranscribe = commandReader<LiveTranscribeOptions>(
  'liveTranscribe',
  liveTranscribeSchema,
);
export const readLiveTranslate = commandReader<LiveTranslateOptions>('liveTranslate', liveTranslateSchema);
