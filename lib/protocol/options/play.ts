import { collect, type CollectSpec } from './collect.js';
import {
  audioFields,
  media,
  ringtoneFields,
  silenceFields,
  ttsFields,
  voiceFields,
  type AudioParams,
  type Media,
  type RingtoneParams,
  type SilenceParams,
  type TTSParams,
  type VoiceOptions,
} from './media.js';
import { nestedReader, operation, split, type OperationOptions, type OperationRequest } from './operation.js';
import { optional, record, required, type Schema } from './schema.js';
import { count, decibels, listOf, oneOf, url } from './values.js';

/** Options of all forms of `call.play`, except the media. */
export interface PlaybackOptions extends OperationOptions, VoiceOptions {
  /**
   * The volume in dB, −40 to 40.
   * @default 0, by RELAY
   */
  readonly volume?: number | undefined;
  /**
   * The side that hears it: `listen` (the other end), `speak` or `both`.
   * @default `listen`, by RELAY
   */
  readonly direction?: 'listen' | 'speak' | 'both' | undefined;
  /**
   * How many times the list is played: a whole number; 0 is endless, as for hold music.
   * @default once, by RELAY
   */
  readonly loop?: number | undefined;
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

/** Options of `call.play`: `calling.play`. */
export interface PlayOptions extends PlaybackOptions {
  /** The media to play, in order: at least one. */
  readonly media: readonly Media[];
}

/** Options of all forms of `call.playAndCollect`, except the media. */
export interface PromptOptions extends OperationOptions {
  /** Input to collect. */
  readonly collect: CollectSpec;
  /**
   * The volume in dB, −40 to 40.
   * @default 0, by RELAY
   */
  readonly volume?: number | undefined;
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

/** Options of `call.playAndCollect`: `calling.play_and_collect`. */
export interface PlayAndCollectOptions extends PromptOptions {
  /** The media of the prompt, in order: at least one. */
  readonly media: readonly Media[];
}

/** Options of `call.playTTS`: `calling.play`. */
export interface PlayTTSOptions extends PlaybackOptions, TTSParams {}
/** Options of `call.playAudio`: `calling.play`. */
export interface PlayAudioOptions extends PlaybackOptions, AudioParams {}
/** Options of `call.playSilence`: `calling.play`. */
export interface PlaySilenceOptions extends PlaybackOptions, SilenceParams {}
/** Options of `call.playRingtone`: `calling.play`. */
export interface PlayRingtoneOptions extends PlaybackOptions, RingtoneParams {}
/** Options of `call.promptTTS`: `calling.play_and_collect`. */
export interface PromptTTSOptions extends PromptOptions, TTSParams {}
/** Options of `call.promptAudio`: `calling.play_and_collect`. */
export interface PromptAudioOptions extends PromptOptions, AudioParams {}

const playback: Schema<PlaybackOptions> = {
  ...operation,
  ...voiceFields,
  volume: optional(decibels),
  direction: optional(oneOf('listen', 'speak', 'both')),
  loop: optional(count(0)),
  statusUrl: optional(url),
};

const prompt: Schema<PromptOptions> = {
  ...operation,
  collect: required(collect),
  volume: optional(decibels),
  statusUrl: optional(url),
};

const list = required(listOf(media, 1), 'play');

/** The reader of a method whose options include the params of one medium. */
const singleReader = <M extends object, T extends object>(
  method: string,
  type: Media['type'],
  own: Schema<M>,
  rest: Schema<T>,
): ((options: M & T) => OperationRequest) =>
  nestedReader(method, own, rest, (params) => ({ play: [{ type, params }] }));

export const playSchema: Schema<PlayOptions> = { ...playback, media: list };
export const playAndCollectSchema: Schema<PlayAndCollectOptions> = { ...prompt, media: list };

const play = record(playSchema);
const playAndCollect = record(playAndCollectSchema);

export const readPlay = (options: PlayOptions): OperationRequest => split(play(options, 'play'));
export const readPlayAndCollect = (options: PlayAndCollectOptions): OperationRequest =>
  split(playAndCollect(options, 'playAndCollect'));
export const readPlayTTS = singleReader('playTTS', 'tts', ttsFields, playback);
export const readPlayAudio = singleReader('playAudio', 'audio', audioFields, playback);
export const readPlaySilence = singleReader('playSilence', 'silence', silenceFields, playback);
export const readPlayRingtone = singleReader('playRingtone', 'ringtone', ringtoneFields, playback);
export const readPromptTTS = singleReader('promptTTS', 'tts', ttsFields, prompt);
export const readPromptAudio = singleReader('promptAudio', 'audio', audioFields, prompt);
