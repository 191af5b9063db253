import type { Fields } from '../wire/json-rpc.js';
import type { Party } from './party.js';

/** A call as it is made; durations are milliseconds, 0 for no limit. */
export interface CallDescription {
  readonly direction: 'inbound' | 'outbound';
  /** Where it comes in; empty for a call that goes out. */
  readonly context: string;
  readonly from: string;
  readonly to: string;
  /** The device in the wire's own words. */
  readonly device: Fields;
  readonly party: Party;
  readonly tag?: string | undefined;
  readonly ringTimeout: number;
  readonly maxDuration: number;
}
