import { FlowError, NotifierError, describe } from '../protocol/errors.js';

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

/**
 * Writes what is reported on `errors$` while nobody is subscribed to it and there is no logger: one line each on
 * `console.warn`.
 */
export const warnOnConsole = (error: Error): void => {
  const where =
    error instanceof FlowError || error instanceof NotifierError ? firstFrame(error.cause) : undefined;
  // eslint-disable-next-line no-console -- the one place that may write there
  console.warn(`relay-rx: ${describe(error)}${where === undefined ? '' : ` (${where})`}`);
};

/** Where the user's own code threw an error. */
function firstFrame(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const frames = cause.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return frames.find((line) => !/node_modules|node:/.test(line))?.trim();
}

export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A logger that throws, or rejects, is the logger's trouble: no call may suffer from it. */
export function guarded(logger: Logger): Logger {
  // An async method is one that gives nothing, too.
  const writer: Record<keyof Logger, (message: string, fields?: object) => unknown> = logger;
  const guard = (level: keyof Logger) => (message: string, fields?: object) => {
    try {
      const written = writer[level](message, fields);
      // A rejection that nobody sees to would end the process.
      if (written instanceof Promise) written.catch(ignore);
    } catch {
      // There is nowhere left to say so.
    }
  };
  return { debug: guard('debug'), info: guard('info'), warn: guard('warn'), error: guard('error') };
}
