export { refusal, rpcError, success, type Answer } from './answers.js';
export { command, type Command } from './commands.js';
export {
  callState,
  collected,
  event,
  playback,
  type Address,
  type CollectProgress,
  type ServerEvent,
} from './events.js';
export {
  relayMarbles,
  type RelayMarblesOptions,
  type RelayRunHelpers,
  type RelayScript,
} from './relay-marbles.js';
