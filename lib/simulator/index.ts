/**
 * A RELAY server on this machine, for demos, tests and development.
 *
 * @module relay-rx/simulator
 */
export { RelaySimulator } from './relay-simulator.js';
export type { SimulatorOptions } from './relay-simulator.js';
export type { Caller } from './call/caller.js';
export type { Callee } from './call/callee.js';
export type { CallerAct, CallerState, OpenSpeech } from './call/caller.js';
export type { CallerStep } from './call/script.js';
export type { EndReason } from './call/call-state.js';
export type { AnsweredBy, PartyOptions } from './call/party.js';
export type { Heard } from './call/heard.js';
export { RelayEngine } from './engine/engine.js';
export type { CallOptions } from './engine/switchboard.js';
export type { CalleeOptions } from './engine/callees.js';
export type { EngineOptions } from './engine/settings.js';
export type { MessageOptions, RecipientOptions, SimulatedMessage } from './engine/messages.js';
export type { ConnectorOptions } from './engine/connectors.js';
export type { DigitTrigger } from './engine/digit-bindings.js';
export type { SimulatedConference } from './engine/conferences.js';
export type { SimulatedQueue } from './engine/queues.js';
export type { SimulatedRoom } from './engine/rooms.js';
export { JUNK } from './engine/faults.js';
export type { Faults, Target } from './engine/faults.js';
export type { FallibleKind } from './operations/failing.js';
export type { Attachment, Peer } from './engine/peer.js';
export type { ReceivedRequest, SimulatedFrame } from './engine/journal.js';
export type { UnacknowledgedEvent } from './engine/session.js';
export type { LossReason, SessionEvent, SessionLoss } from './engine/session-event.js';
export type { SimulatedSession } from './engine/simulated-session.js';
