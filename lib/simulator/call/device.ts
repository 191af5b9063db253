import type { Fields } from '../wire/json-rpc.js';

/** A device that can be called. */
export interface Device {
  readonly type: string;
  readonly from: string;
  /** The number or address. The simulator looks up behaviours by it. */
  readonly to: string;
  /** The params as received. */
  readonly params: Fields;
  /** Milliseconds to ring, if the request sets it. */
  readonly timeout: number | undefined;
  /** Milliseconds that the call may last, if the request sets it. */
  readonly maxDuration: number | undefined;
}
