/**
 * Where the client writes what it does. Each call has a message and fields; neither ever carries a credential,
 * nor what a caller typed or said.
 */
export interface Logger {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
}

const ignore = (): void => undefined;

export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A logger that throws is the logger's trouble: no call may suffer from it. */
export function guarded(logger: Logger): Logger {
  const guard = (level: keyof Logger) => (message: string, fields?: object) => {
    try {
      logger[level](message, fields);
    } catch {
      // There is nowhere left to say so.
    }
  };
  return { debug: guard('debug'), info: guard('info'), warn: guard('warn'), error: guard('error') };
}
