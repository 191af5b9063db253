import type { Logger as PinoLogger } from 'pino';
import type { Logger } from 'relay-rx';

/** The `logger` of a `RelayClient`, on pino: pino takes the fields first, and then the message. */
export const relayLogger = (log: PinoLogger): Logger => ({
  debug: (message, fields) => log.debug(fields, message),
  info: (message, fields) => log.info(fields, message),
  warn: (message, fields) => log.warn(fields, message),
  error: (message, fields) => log.error(fields, message),
});
