import { END_REASONS } from '../constants.js';
import { commandReader } from './command.js';
import { optional, required, type Read, type Schema } from './schema.js';
import { count, listOf, oneOf, that, text } from './values.js';
import { isJsonObject } from '../json-object.js';

/** Options of `call.answer`: `calling.answer`. */
export interface AnswerOptions {
  /** Codecs in order of preference, for example `['OPUS', 'PCMU']`. */
  readonly codecs?: readonly string[] | undefined;
  /**
   * Seconds after which RELAY ends the call: a whole number of at least 1.
   * @default none
   */
  readonly maxDuration?: number | undefined;
}

/** Options of `call.hangup`: `calling.end`. */
export interface HangupOptions {
  /**
   * The end reason.
   * @default `hangup`
   */
  readonly reason?: (typeof END_REASONS)[number] | undefined;
}

/** Options of `call.transfer`: `calling.transfer`. */
export interface TransferOptions {
  /**
   * The destination: a RELAY context, a RELAY application, or SWML, as a URL or as the document itself (text, or an
   * object that is sent as it is).
   */
  readonly dest: string | Readonly<Record<string, unknown>>;
}

const swml = that(
  'a context, an application, the URL of a SWML document, or the document as text or as an object',
  isJsonObject,
);
const destination: Read = (value, path) =>
  typeof value === 'string' ? text(value, path) : swml(value, path);

export const answerSchema: Schema<AnswerOptions> = {
  codecs: optional(listOf(text)),
  maxDuration: optional(count(1)),
};
export const hangupSchema: Schema<HangupOptions> = {
  reason: optional(oneOf(...END_REASONS)),
};
export const transferSchema: Schema<TransferOptions> = { dest: required(destination) };

const hangup = commandReader<HangupOptions>('hangup', hangupSchema);

export const readAnswer = commandReader<AnswerOptions>('answer', answerSchema);
export const readHangup = (options: HangupOptions): Record<string, unknown> => ({
  reason: 'hangup',
  ...hangup(options),
});
export const readTransfer = commandReader<TransferOptions>('transfer', transferSchema);
