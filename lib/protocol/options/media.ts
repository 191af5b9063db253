import { invalid, mistyped, optional, record, required, type Read, type Schema } from './schema.js';
import { listOf, seconds, text, url } from './values.js';

/** How text is spoken. */
export interface VoiceOptions {
  /** A BCP 47 language tag, for example `en-US`. */
  readonly language?: string;
  /** `male` or `female`, where the voice is not named. */
  readonly gender?: string;
  /** A voice by name, for example `polly.Joanna`. */
  readonly voice?: string;
}

export interface TTSParams extends VoiceOptions {
  readonly text: string;
}

export interface AudioParams {
  /** Where RELAY fetches the recording: an http or https URL of an MP3 or WAV. */
  readonly url: string;
}

export interface SilenceParams {
  /** In seconds. */
  readonly duration: number;
}

export interface RingtoneParams {
  /** A two-letter country code, for example `us`. */
  readonly name: string;
  /** In seconds; RELAY plays it once when it is left out. */
  readonly duration?: number;
}

interface Params {
  readonly tts: TTSParams;
  readonly audio: AudioParams;
  readonly silence: SilenceParams;
  readonly ringtone: RingtoneParams;
}

/**
 * One thing to play. RELAY's documents show two forms and either is accepted: nested
 * (`{ type: 'tts', params: { text } }`, which is what goes on the wire) and flat (`{ type: 'tts', text }`).
 */
export type Media = {
  [T in keyof Params]: { readonly type: T; readonly params: Params[T] } | ({ readonly type: T } & Params[T]);
}[keyof Params];

export const ttsFields: Schema<TTSParams> = {
  text: required(text),
  language: optional(text),
  gender: optional(text),
  voice: optional(text),
};

export const audioFields: Schema<AudioParams> = { url: required(url) };
export const silenceFields: Schema<SilenceParams> = { duration: required(seconds) };
export const ringtoneFields: Schema<RingtoneParams> = { name: required(text), duration: optional(seconds) };

const params: { readonly [T in keyof Params]: ReturnType<typeof record> } = {
  tts: record<TTSParams>(ttsFields),
  audio: record<AudioParams>(audioFields),
  silence: record<SilenceParams>(silenceFields),
  ringtone: record<RingtoneParams>(ringtoneFields),
};

const isMediaType = (type: unknown): type is keyof Params =>
  typeof type === 'string' && Object.hasOwn(params, type);

/** One medium, in either form, as it goes on the wire. */
export function media(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw mistyped(path, 'must be a medium: { type, params }');
  const { type, ...rest } = value as { type?: unknown };
  if (!isMediaType(type)) throw invalid(`${path}.type`, `one of ${Object.keys(params).join(', ')}`, type);
  const nested = 'params' in rest;
  if (nested && Object.keys(rest).length > 1) {
    throw mistyped(path, 'gives params and fields beside it; give one or the other');
  }
  return { type, params: params[type](nested ? rest.params : rest, nested ? `${path}.params` : path) };
}

/** One medium or several, as they go on the wire; several are played in their order. */
export const mediaList: Read = (value, path) =>
  Array.isArray(value) ? listOf(media, 1)(value, path) : [media(value, path)];

/**
 * Text to be spoken.
 *
 * @param text what to say.
 * @param voice language, gender and voice, as RELAY names them.
 * @example
 * ```ts
 * import { tts } from 'relay-rx';
 *
 * call.play({ media: [tts('Bienvenue.', { language: 'fr-FR' })] }).subscribe();
 * ```
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play
 */
export const tts = (text: string, voice: VoiceOptions = {}): Media => ({
  type: 'tts',
  params: { text, ...voice },
});

/**
 * A recording to be fetched from `url` (http or https, MP3 or WAV).
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play
 */
export const audio = (url: string): Media => ({ type: 'audio', params: { url } });

/**
 * Silence of `duration` seconds.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play
 */
export const silence = (duration: number): Media => ({ type: 'silence', params: { duration } });

/**
 * A country's ringing tone, for `duration` seconds.
 *
 * @param name a two-letter country code.
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play
 */
export const ringtone = (name: string, duration?: number): Media => ({
  type: 'ringtone',
  params: duration === undefined ? { name } : { name, duration },
});
