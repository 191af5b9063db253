import { commandReader } from './command.js';
import { optional, required, type Schema } from './schema.js';
import { untouched, url } from './values.js';

/**
 * The action of a live transcription or translation, as it goes on the wire. Its keys are those of the SWML verbs and
 * are sent as they are. For example `{ start: { lang: 'en-US', direction: ['remote-caller'] } }`, `{ stop: {} }`; to
 * translate `{ start: { from_lang: 'en-US', to_lang: 'es-ES', direction: ['remote-caller'] } }`.
 */
export type LiveAction = string | Readonly<Record<string, unknown>>;

/**
 * Options of `call.liveTranscribe`: `calling.live_transcribe`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/live-transcribe
 * @see https://signalwire.com/docs/swml/reference/live-transcribe
 */
export interface LiveTranscribeOptions {
  /** The action: start or stop. */
  readonly action: LiveAction;
}

/**
 * Options of `call.liveTranslate`: `calling.live_translate`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/live-translate
 * @see https://signalwire.com/docs/swml/reference/live-translate
 */
export interface LiveTranslateOptions {
  /** The action: start or stop. */
  readonly action: LiveAction;
  /** URL to which RELAY posts the translation's events. */
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
