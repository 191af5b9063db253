import type { Fields } from '../wire/json-rpc.js';
import type { Party } from './party.js';

/** The fixed properties of a call. Durations are in ms; 0 is no limit. */
export interface CallDescription {
  readonly direction: 'inbound' | 'outbound';
  /** The context of an inbound call; empty for an outbound one. */
  readonly context: string;
  readonly from: string;
  readonly to: string;
  /** The device as on the wire. */
  readonly device: Fields;
  readonly party: Party;
  readonly tag?: string | undefined;
  readonly ringTimeout: number;
  readonly maxDuration: number;
}
