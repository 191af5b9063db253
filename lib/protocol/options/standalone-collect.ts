import { collectFields, withInput, type CollectSpec } from './collect.js';
import { operation, split, type OperationOptions, type OperationRequest } from './operation.js';
import { optional, record, type Schema } from './schema.js';
import { url } from './values.js';

/**
 * `calling.collect`: collects input with nothing played. At least one of `digits` and `speech`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/collect
 */
export interface CollectOptions extends CollectSpec, OperationOptions {
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
  /**
   * Whether `initialTimeout` begins at once: `true` when it is left out, which this library sends, since RELAY would
   * wait without a limit otherwise. `false` holds it back until `startInputTimers` is sent.
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
