import type { DeviceGroups, DialDevice } from './device-params.js';
import { dialDevices } from './devices.js';
import { optional, record, required, type Schema } from './schema.js';
import { amount, count, text, timeLimit } from './values.js';

/** How long a dial may take unless it says otherwise, in ms. */
export const DIAL_TIMEOUT = 120_000;

/**
 * `calling.dial`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/dial
 */
export interface DialOptions {
  /** Devices to call: groups in turn, the devices of a group at the same time; `[[a, b], [c]]`. */
  readonly devices: DeviceGroups<DialDevice>;
  /** Tag of the events of the dial and its legs; a UUID when it is left out. */
  readonly tag?: string | undefined;
  /** The RELAY node that makes the call. */
  readonly nodeId?: string | undefined;
  /** Where in the world the call is made from. */
  readonly region?: string | undefined;
  /**
   * Seconds after which RELAY ends the call: a whole number of at least 1. One of RELAY's guides calls it minutes: see
   * docs/limits.md.
   */
  readonly maxDuration?: number | undefined;
  /** The highest price of a minute. */
  readonly maxPricePerMinute?: number | undefined;
  /** Milliseconds until somebody must have answered: kept by this library, not by RELAY. 120000 when it is left out. */
  readonly dialTimeout?: number | undefined;
}

export const dialSchema: Schema<DialOptions> = {
  devices: required(dialDevices),
  tag: optional(text),
  nodeId: optional(text),
  region: optional(text),
  maxDuration: optional(count(1)),
  maxPricePerMinute: optional(amount),
  dialTimeout: optional(timeLimit),
};

/** The options of a dial: RELAY's, and this library's. */
export interface ReadDial {
  /** The params on the wire, without the tag. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly tag: string | undefined;
  /** In ms. */
  readonly dialTimeout: number;
}

const read = record(dialSchema);

export function readDial(options: DialOptions): ReadDial {
  const { tag, dial_timeout: dialTimeout = DIAL_TIMEOUT, ...params } = read(options, 'dial');
  return { params, tag: tag as string | undefined, dialTimeout: dialTimeout as number };
}
