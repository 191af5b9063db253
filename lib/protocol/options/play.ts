import { collect, type CollectSpec } from './collect.js';
import type { EitherForm } from './forms.js';
import {
  audioFields,
  media,
  ringtoneFields,
  silenceFields,
  ttsFields,
  type AudioParams,
  type Media,
  type RingtoneParams,
  type SilenceParams,
  type TTSParams,
} from './media.js';
import { optional, record, required, type Schema } from './schema.js';
import { count, decibels, flag, listOf, oneOf, text, url } from './values.js';

/** What every operation with a control id takes. */
export interface OperationOptions {
  /** The control id of the first run; a UUID when it is left out. A later run uses it again only after a terminal event. */
  readonly controlId?: string;
  /** `false` leaves the operation running on the server when its last subscriber leaves. */
  readonly stopOnUnsubscribe?: boolean;
}

/** `calling.play`, less what to play. */
export interface PlaybackOptions extends OperationOptions {
  /** In dB, −40 to 40. */
  readonly volume?: number;
  /** Who hears it: `listen` (the other end, RELAY's default), `speak` or `both`. */
  readonly direction?: 'listen' | 'speak' | 'both';
  /** How many times the list is played: at least 1. RELAY's default is once. */
  readonly loop?: number;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string;
}

/** `calling.play`. */
export interface PlayOptions extends PlaybackOptions {
  /** What to play, in this order: at least one. */
  readonly media: readonly Media[];
}

/** `calling.play_and_collect`, less what to play. */
export interface PromptOptions extends OperationOptions {
  /** What input to collect. */
  readonly collect: EitherForm<CollectSpec>;
  /** In dB, −40 to 40. */
  readonly volume?: number;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string;
}

/** `calling.play_and_collect`. */
export interface PlayAndCollectOptions extends PromptOptions {
  /** The prompt, in this order: at least one. */
  readonly media: readonly Media[];
}

/** Options whose list of media goes by the name of `play` on the wire. */
type MediaForm<T extends { readonly media: unknown }> =
  EitherForm<T> | (EitherForm<Omit<T, 'media'>> & { readonly play: T['media'] });

export type PlayForm = MediaForm<PlayOptions>;
export type PlayAndCollectForm = MediaForm<PlayAndCollectOptions>;
export type PlayTTSOptions = EitherForm<PlaybackOptions & TTSParams>;
export type PlayAudioOptions = EitherForm<PlaybackOptions & AudioParams>;
export type PlaySilenceOptions = EitherForm<PlaybackOptions & SilenceParams>;
export type PlayRingtoneOptions = EitherForm<PlaybackOptions & RingtoneParams>;
export type PromptTTSOptions = EitherForm<PromptOptions & TTSParams>;
export type PromptAudioOptions = EitherForm<PromptOptions & AudioParams>;

const operation: Schema<OperationOptions> = { controlId: optional(text), stopOnUnsubscribe: optional(flag) };

const playback: Schema<PlaybackOptions> = {
  ...operation,
  volume: optional(decibels),
  direction: optional(oneOf('listen', 'speak', 'both')),
  loop: optional(count(1)),
  statusUrl: optional(url),
};

const prompt: Schema<PromptOptions> = {
  ...operation,
  collect: required(collect),
  volume: optional(decibels),
  statusUrl: optional(url),
};

const list = required(listOf(media, 1), 'play');

/** An operation's wire params, and what its options say of the run itself. */
export interface OperationRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly controlId: string | undefined;
  readonly stopOnUnsubscribe: boolean;
}

const split = ({
  control_id: controlId,
  stop_on_unsubscribe: stop,
  ...params
}: Record<string, unknown>): OperationRequest => ({
  params,
  controlId: controlId as string | undefined,
  stopOnUnsubscribe: stop !== false,
});

/** As `split`, for the methods that name one medium's own params beside the rest. */
function single(
  type: Media['type'],
  names: readonly string[],
  wire: Record<string, unknown>,
): OperationRequest {
  const entries = Object.entries(wire);
  const own = Object.fromEntries(entries.filter(([name]) => names.includes(name)));
  const rest = Object.fromEntries(entries.filter(([name]) => !names.includes(name)));
  return split({ play: [{ type, params: own }], ...rest });
}

function reader<T extends object>(method: string, schema: Schema<T>): (options: object) => OperationRequest {
  const read = record(schema);
  return (options) => split(read(options, method));
}

function singleReader<M extends object, T extends object>(
  method: string,
  type: Media['type'],
  own: Schema<M>,
  rest: Schema<T>,
) {
  const read = record<M & T>({ ...own, ...rest } as Schema<M & T>);
  const names = Object.keys(own);
  return (options: EitherForm<M & T>): OperationRequest => single(type, names, read(options, method));
}

export const readPlay: (options: PlayForm) => OperationRequest = reader<PlayOptions>('play', {
  ...playback,
  media: list,
});
export const readPlayAndCollect: (options: PlayAndCollectForm) => OperationRequest =
  reader<PlayAndCollectOptions>('playAndCollect', {
    ...prompt,
    media: list,
  });
export const readPlayTTS = singleReader('playTTS', 'tts', ttsFields, playback);
export const readPlayAudio = singleReader('playAudio', 'audio', audioFields, playback);
export const readPlaySilence = singleReader('playSilence', 'silence', silenceFields, playback);
export const readPlayRingtone = singleReader('playRingtone', 'ringtone', ringtoneFields, playback);
export const readPromptTTS = singleReader('promptTTS', 'tts', ttsFields, prompt);
export const readPromptAudio = singleReader('promptAudio', 'audio', audioFields, prompt);
