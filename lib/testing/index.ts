/**
 * Marble tests of flows, in virtual time and without a socket.
 *
 * @module relay-rx/testing
 */
export { refusal, rpcError, success, type Answer } from './answers.js';
export {
  aiState,
  callEnded,
  callReceived,
  callState,
  callingError,
  collected,
  conferenceStatus,
  connectState,
  denoised,
  detection,
  dialState,
  digitsSent,
  echoState,
  faxed,
  holdState,
  messageReceived,
  messageState,
  payState,
  playback,
  queued,
  recordState,
  referState,
  streamState,
  tapState,
  transcribeState,
  type CollectProgress,
  type LegOptions,
} from './builders/index.js';
export { type CallerOptions, type CallerRunHelpers } from './caller/caller-side.js';
export { type CallerScript } from './caller/caller-script.js';
export { type DialogueEntry } from './caller/dialogue.js';
export { type SpokenWords } from './caller/caller-actions.js';
export { command, type Command } from './commands.js';
export { type AssertDeepEqual } from './deep-equality.js';
export { MarbleAssertionError, MarbleScriptError } from './diagrams/failure.js';
export {
  event,
  malformedEvent,
  type Address,
  type FieldsOf,
  type EventOptions,
  type ServerEvent,
} from './events.js';
export { type ExpectFlowOptions } from './expect-flow.js';
export { type FlowToBe, type ObservableToBe, type OperationsToBe, type ToBe } from './expectations.js';
export { type Values } from './marbles.js';
export {
  RecordingError,
  ReplayMismatchError,
  readRecording,
  replay,
  type CallFlow,
  type ClientFlow,
  type Recording,
  type ReplayOptions,
  type ReplayResult,
  type ReplayedFlow,
} from '../recording/index.js';
export {
  relayMarbles,
  type RelayMarbles,
  type RelayMarblesOptions,
  type RelayRunHelpers,
} from './relay-marbles.js';
export { type CommonHelpers } from './run.js';
export { type RelayScript } from './script.js';
