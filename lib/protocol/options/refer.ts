import { commandReader } from './command.js';
import { optional, record, required, type Schema } from './schema.js';
import { tagged, type Kinds, type Tagged } from './tagged.js';
import { text, url } from './values.js';

/** The SIP endpoint that a call is referred to. */
export interface ReferSIPParams {
  /** Its address, for example `sip:alice@example.com`. */
  readonly to: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

interface ReferDevices {
  readonly sip: ReferSIPParams;
}

/** Where a call is referred to: `{ type: 'sip', params: { to } }`; the params may stand beside the type. */
export type ReferDevice = Tagged<ReferDevices>;

/**
 * `calling.refer`: a SIP call is handed to another SIP endpoint, by SIP's REFER.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/refer
 */
export interface ReferOptions {
  readonly device: ReferDevice;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

export const referSchema: Schema<ReferOptions> = {
  device: required(
    tagged('a device', {
      sip: record<ReferSIPParams>({
        to: required(text),
        username: optional(text),
        password: optional(text),
      }),
    } satisfies Kinds<ReferDevices>),
  ),
  statusUrl: optional(url),
};

export const readRefer = commandReader<ReferOptions>('refer', referSchema);
