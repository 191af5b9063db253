import type { Fields } from '../wire/json-rpc.js';

/** Something that can be called. */
export interface Device {
  readonly type: string;
  readonly from: string;
  /** The number or address, by which the simulator knows how it behaves. */
  readonly to: string;
  /** As they came. */
  readonly params: Fields;
  /** Milliseconds for which it rings, if it says so. */
  readonly timeout: number | undefined;
  /** Milliseconds for which the call lasts, if it says so. */
  readonly maxDuration: number | undefined;
}
