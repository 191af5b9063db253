import { optional, record, required, type Read, type Schema } from './schema.js';
import { tagged, type Kinds, type Tagged } from './tagged.js';
import { listOf, seconds, text, url } from './values.js';

/** The voice of a text. */
export interface VoiceOptions {
  /** A BCP 47 language tag, for example `en-US`. */
  readonly language?: string | undefined;
  /** `male` or `female`, if the voice is not named. */
  readonly gender?: string | undefined;
  /** A voice by name, for example `polly.Joanna`. */
  readonly voice?: string | undefined;
}

export interface TTSParams extends VoiceOptions {
  /** The text to speak. */
  readonly text: string;
}

export interface AudioParams {
  /** The recording: an http or https URL of an MP3 or WAV. */
  readonly url: string;
}

export interface SilenceParams {
  /** The duration in seconds. */
  readonly duration: number;
}

export interface RingtoneParams {
  /** A two-letter country code, for example `us`, or `bong`. */
  readonly name: string;
  /**
   * The duration in seconds.
   * @default until it is stopped
   */
  readonly duration?: number | undefined;
}

interface Params {
  readonly tts: TTSParams;
  readonly audio: AudioParams;
  readonly silence: SilenceParams;
  readonly ringtone: RingtoneParams;
}

/**
 * A medium to play: a text, a recording, silence or a ringing tone. Both forms of RELAY's documents are accepted:
 * nested (`{ type: 'tts', params: { text } }`, as on the wire) and flat (`{ type: 'tts', text }`).
 */
export type Media = Tagged<Params>;

export const voiceFields: Schema<VoiceOptions> = {
  language: optional(text),
  gender: optional(text),
  voice: optional(text),
};
export const ttsFields: Schema<TTSParams> = { text: required(text), ...voiceFields };

export const audioFields: Schema<AudioParams> = { url: required(url) };
export const silenceFields: Schema<SilenceParams> = { duration: required(seconds) };
export const ringtoneFields: Schema<RingtoneParams> = { name: required(text), duration: optional(seconds) };

/** Reads a medium in either form. */
export const media = tagged('a medium', {
  tts: record(ttsFields),
  audio: record(audioFields),
  silence: record(silenceFields),
  ringtone: record(ringtoneFields),
} satisfies Kinds<Params>);

/** Reads one medium or a list of media, which are played in order. */
export const mediaList: Read = (value, path) =>
  Array.isArray(value) ? listOf(media, 1)(value, path) : [media(value, path)];

/**
 * A text to speak.
 *
 * @param text the text.
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
 * A recording that RELAY fetches from `url` (http or https, MP3 or WAV).
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
 * The ringing tone of a country, for `duration` seconds or until it is stopped.
 *
 * @param name a two-letter country code, or `bong`.
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/play
 */
export const ringtone = (name: string, duration?: number): Media => ({
  type: 'ringtone',
  params: duration === undefined ? { name } : { name, duration },
});
