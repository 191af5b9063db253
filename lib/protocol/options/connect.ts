import { commandReader } from './command.js';
import type { ConnectDevice, DeviceGroups } from './device-params.js';
import { connectDevices } from './devices.js';
import { mediaList, type Media } from './media.js';
import { optional, required, type Schema } from './schema.js';
import { amount, count, text, url } from './values.js';

/**
 * Options of `call.connect` and `call.bridge`: `calling.connect`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/connect
 */
export interface ConnectOptions {
  /** The devices to call. Groups are called in turn, the devices of a group at the same time: `[[a, b], [c]]`. */
  readonly devices: DeviceGroups<ConnectDevice>;
  /** Media to play to the caller, in order, until a device answers. */
  readonly ringback?: readonly Media[] | undefined;
  /** A tag for the events of the new legs. */
  readonly tag?: string | undefined;
  /**
   * Seconds after which RELAY ends the connection: a whole number of at least 1. One of RELAY's guides says
   * minutes: see docs/limits.md.
   * @default none
   */
  readonly maxDuration?: number | undefined;
  /**
   * The highest price per minute.
   * @default none
   */
  readonly maxPricePerMinute?: number | undefined;
  /** URL to which RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

export const connectSchema: Schema<ConnectOptions> = {
  devices: required(connectDevices),
  ringback: optional(mediaList),
  tag: optional(text),
  maxDuration: optional(count(1)),
  maxPricePerMinute: optional(amount),
  statusUrl: optional(url),
};

export const readConnect = commandReader<ConnectOptions>('connect', connectSchema);
