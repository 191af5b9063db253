import type { DeviceGroups, DialDevice } from './device-params.js';
import { dialDevices } from './devices.js';
import { optional, record, required, type Schema } from './schema.js';
import { amount, count, text, timeLimit } from './values.js';

/** The default of `dialTimeout`, in ms. */
export const DIAL_TIMEOUT = 120_000;

/**
 * Options of `client.dial`: `calling.dial`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/dial
 */
export interface DialOptions {
  /** The devices to call. Groups are called in turn, the devices of a group at the same time: `[[a, b], [c]]`. */
  readonly devices: DeviceGroups<DialDevice>;
  /**
   * A tag for the events of the dial and its legs.
   * @default a new UUID for each subscription
   */
  readonly tag?: string | undefined;
  /** The RELAY node that makes the call. */
  readonly nodeId?: string | undefined;
  /** The region that the call is made from. */
  readonly region?: string | undefined;
  /**
   * Seconds after which RELAY ends the call: a whole number of at least 1. One of RELAY's guides says
   * minutes: see docs/limits.md.
   * @default none
   */
  readonly maxDuration?: number | undefined;
  /**
   * The highest price per minute.
   * @default none
   */
  readonly maxPricePerMinute?: number | undefined;
  /**
   * Time in ms within which a device must answer. This library keeps it, not RELAY.
   * @default 120000
   */
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

/** The checked options of a dial. */
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
