/**
 * Recordings of the frames between a client and RELAY: writing, masking, reading, drawing and replaying them.
 *
 * @module relay-rx/recording
 */
export {
  formatRecording,
  parseRecording,
  type FrameLine,
  type LinkLine,
  type Recording,
  type RecordingHeader,
  type RecordingLine,
} from './format.js';
export type { Maskable } from './mask.js';
export { maskFrames } from './mask-frames.js';
export { readRecording } from './read.js';
export { record, type RecordOptions } from './record.js';
export { RecordingError } from './recording-error.js';
export {
  ReplayMismatchError,
  type MismatchDetails,
  type MismatchKind,
  type ReplayedCommand,
} from './replay/mismatch.js';
export {
  replay,
  type CallFlow,
  type ClientFlow,
  type ReplayOptions,
  type ReplayResult,
  type ReplayedFlow,
} from './replay/replay.js';
export { trace, traceSvg, type TraceOptions } from './trace.js';
