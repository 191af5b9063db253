import { commandReader } from './command.js';
import type { SIPHeader } from './device-params.js';
import { mistyped, optional, record, required, type Schema } from './schema.js';
import { tagged, type Kinds, type Tagged } from './tagged.js';
import { listOf, text, url, userObject } from './values.js';

/** The SIP endpoint that a call is referred to. */
export interface ReferSIPParams {
  /** Its address, for example `sip:alice@example.com`: one of `to` and `uri`; RELAY's documents show either. */
  readonly to?: string | undefined;
  readonly uri?: string | undefined;
  /** Headers of the REFER. Only names that begin with `X-` pass. */
  readonly headers?: readonly SIPHeader[] | undefined;
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
  /** Target of the referral: a SIP address. */
  readonly device: ReferDevice;
  /** Where RELAY also posts the events. */
  readonly statusUrl?: string | undefined;
}

const sip = record<ReferSIPParams>({
  to: optional(text),
  uri: optional(text),
  headers: optional(listOf(userObject)),
  username: optional(text),
  password: optional(text),
});

export const referSchema: Schema<ReferOptions> = {
  device: required(
    tagged('a device', {
      sip: (value, path) => {
        const wire = sip(value, path);
        if ('to' in wire === 'uri' in wire) throw mistyped(path, 'needs one of to and uri');
        return wire;
      },
    } satisfies Kinds<ReferDevices>),
  ),
  statusUrl: optional(url),
};

export const readRefer = commandReader<ReferOptions>('refer', referSchema);
