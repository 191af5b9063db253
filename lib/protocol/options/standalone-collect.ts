import { collectFields, withInput, type CollectSpec } from './collect.js';
import { operation, split, type OperationOptions, type OperationRequest } from './operation.js';
import { optional, record, type Schema } from './schema.js';
import { url } from './values.js';

/**
 * Options of `call.collect`: `calling.collect`. At least one of `digits` and `speech` is required.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/collect
 */
export interface CollectOptions extends CollectSpec, OperationOptions {
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
  /**
   * Whether `initialTimeout` starts at once. This library sends `true`, because RELAY would otherwise wait
   * without a limit. `false` starts it only when `startInputTimers` is sent.
   * @default true
   */
  readonly startInputTimers?: boolean | undefined;
}

export const collectSchema: Schema<CollectOptions> = {
  ...operation,
  ...collectFields,
  statusUrl: optional(url),
};

const read = record(collectSchema);

export const readCollect = (options: CollectOptions): OperationRequest =>
  split({ start_input_timers: true, ...withInput(read(options, 'collect'), 'collect', options) });
