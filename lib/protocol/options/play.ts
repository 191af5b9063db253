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

/** `calling.play`, less what to play. */
export interface PlaybackOptions extends OperationOptions, VoiceOptions {
  /** In dB, −40 to 40. */
  readonly volume?: number | undefined;
  /** Direction: who hears it: `listen` (the other end, RELAY's default), `speak` or `both`. */
  readonly direction?: 'listen' | 'speak' | 'both' | undefined;
  /**
   * How many times the list is played: a whole number; 0 is for ever, as for hold music.
   * @default once, by RELAY
   */
  readonly loop?: number | undefined;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

/** `calling.play`. */
export interface PlayOptions extends PlaybackOptions {
  /** Media to play, in this order: at least one. */
  readonly media: readonly Media[];
}

/** `calling.play_and_collect`, less what to play. */
export interface PromptOptions extends OperationOptions {
  /** Input to collect. */
  readonly collect: CollectSpec;
  /** In dB, −40 to 40. */
  readonly volume?: number | undefined;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

/** `calling.play_and_collect`. */
export interface PlayAndCollectOptions extends PromptOptions {
  /** The prompt, in this order: at least one. */
  readonly media: readonly Media[];
}

/** `calling.play` of a text. */
export interface PlayTTSOptions extends PlaybackOptions, TTSParams {}
/** `calling.play` of a recording. */
export interface PlayAudioOptions extends PlaybackOptions, AudioParams {}
/** `calling.play` of silence. */
export interface PlaySilenceOptions extends PlaybackOptions, SilenceParams {}
/** `calling.play` of a ringing tone. */
export interface PlayRingtoneOptions extends PlaybackOptions, RingtoneParams {}
/** `calling.play_and_collect` with a text as its prompt. */
export interface PromptTTSOptions extends PromptOptions, TTSParams {}
/** `calling.play_and_collect` with a recording as its prompt. */
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

/** The reader of a method that names one medium's own params beside the rest. */
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
