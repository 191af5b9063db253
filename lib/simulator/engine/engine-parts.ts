import type { Calls } from '../call/calls.js';
import type { Conferences } from './conferences.js';
import type { Connectors } from './connectors.js';
import type { RoundRobin } from './round-robin.js';
import type { DigitBindings } from './digit-bindings.js';
import type { FaultPlan } from './fault-plan.js';
import type { Messages } from './messages.js';
import type { Queues } from './queues.js';
import type { Rooms } from './rooms.js';
import type { Session } from './session.js';
import type { Sessions } from './sessions.js';
import type { Settings } from './settings.js';
import type { Switchboard } from './switchboard.js';

/** The parts of the engine that methods use. */
export interface EngineParts {
  readonly settings: Settings;
  readonly faults: FaultPlan;
  readonly sessions: Sessions;
  readonly calls: Calls;
  readonly roundRobin: RoundRobin;
  readonly bindings: DigitBindings;
  readonly conferences: Conferences;
  readonly rooms: Rooms;
  readonly queues: Queues;
  readonly connectors: Connectors;
  readonly messages: Messages;
  readonly switchboard: Switchboard;
  /** A function that looks up the session for events: the one with this protocol, or one that receives the context. */
  receiverOf(context: string): () => Session | undefined;
}
