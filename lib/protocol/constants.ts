/** The version of RELAY that `signalwire.connect` asks for. */
export const RELAY_VERSION = { major: 2, minor: 0, revision: 0 } as const;

/** The default of the option `agent`. */
export const DEFAULT_AGENT = 'relay-rx/0.1.0';

export const DEFAULT_HOST = 'relay.signalwire.com';

/** The JSON-RPC error code for refused credentials, and for a session that RELAY no longer knows. */
export const REFUSED = -32002;

/** The largest frame that is read, in bytes. A larger one closes the connection (1009). */
export const MAX_FRAME_BYTES = 10 * 1024 * 1024;

/** RELAY's end reasons of calls. Some of its documents spell two of them differently. */
export const END_REASONS = [
  'hangup',
  'cancel',
  'busy',
  'noAnswer',
  'no_answer',
  'decline',
  'declined',
  'error',
  'abandoned',
  'max_duration',
  'not_found',
] as const;
