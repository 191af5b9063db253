import type { TranscribeEvent } from '../protocol/events/transcribe.js';
import { StoppableAction } from './stoppable-action.js';

/**
 * A transcription of the call: `calling.transcribe`. It emits `calling.call.transcribe` events, and completes on
 * finished.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions/transcribe-action
 */
export class TranscribeAction extends StoppableAction<TranscribeEvent> {}
