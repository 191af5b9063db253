import { operation, operationReader, type OperationOptions } from './operation.js';
import { optional, type Schema } from './schema.js';
import { url } from './values.js';

/**
 * Options of `call.transcribe`: `calling.transcribe`. RELAY records and transcribes the call in the background, one
 * transcription at a time.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/transcribe
 */
export interface TranscribeOptions extends OperationOptions {
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

export const transcribeSchema: Schema<TranscribeOptions> = { ...operation, statusUrl: optional(url) };

export const readTranscribe = operationReader<TranscribeOptions>('transcribe', transcribeSchema);
