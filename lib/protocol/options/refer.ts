import { commandReader } from './command.js';
import type { SIPHeader } from './device-params.js';
import { mistyped, optional, record, required, type Schema } from './schema.js';
import { tagged, type Kinds, type Tagged } from './tagged.js';
import { listOf, text, url, userObject } from './values.js';

/** The SIP endpoint to refer a call to. */
export interface ReferSIPParams {
  /** The address, for example `sip:alice@example.com`. Give one of `to` and `uri`: RELAY's documents show both. */
  readonly to?: string | undefined;
  readonly uri?: string | undefined;
  /** Headers of the REFER. RELAY passes on only names that begin with `X-`. */
  readonly headers?: readonly SIPHeader[] | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

interface ReferDevices {
  readonly sip: ReferSIPParams;
}

/** The target of a REFER: `{ type: 'sip', params: { to } }`. The params may also be beside the type. */
export type ReferDevice = Tagged<ReferDevices>;

/**
 * Options of `call.refer`: `calling.refer`. It refers a SIP call to another SIP endpoint.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/refer
 */
export interface ReferOptions {
  /** The target: a SIP address. */
  readonly device: ReferDevice;
  /** URL to which RELAY also posts the events. */
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
