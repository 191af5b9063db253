import type { Calls } from '../call/calls.js';
import type { Dealer } from './dealer.js';
import type { FaultPlan } from './fault-plan.js';
import type { Sessions } from './sessions.js';
import type { Settings } from './settings.js';

/** The parts of the engine that a method may use. */
export interface World {
  readonly settings: Settings;
  readonly faults: FaultPlan;
  readonly sessions: Sessions;
  readonly calls: Calls;
  readonly dealer: Dealer;
}
