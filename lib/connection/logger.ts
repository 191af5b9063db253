import { FlowError, NotifierError, describe } from '../protocol/errors.js';

/**
 * Receives the client's log lines: a message and fields. Neither ever contains a credential, or what a caller typed or
 * said.
 */
export interface Logger {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
}

const ignore = (): void => undefined;

/** Writes errors to `console.warn`, one line each, while nobody is subscribed to `errors$` and there is no logger. */
export const warnOnConsole = (error: Error): void => {
  const where =
    error instanceof FlowError || error instanceof NotifierError ? firstFrame(error.cause) : undefined;
  // eslint-disable-next-line no-console -- the one place that may write there
  console.warn(`relay-rx: ${describe(error)}${where === undefined ? '' : ` (${where})`}`);
};

/** The stack frame of the user's code that threw an error. */
function firstFrame(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const frames = cause.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return frames.find((line) => !/node_modules|node:/.test(line))?.trim();
}

export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A logger whose errors and rejections are ignored, so that they cannot harm a call. */
export function guarded(logger: Logger): Logger {
  // TypeScript accepts an async method here.
  const writer: Record<keyof Logger, (message: string, fields?: object) => unknown> = logger;
  const guard = (level: keyof Logger) => (message: string, fields?: object) => {
    try {
      const written = writer[level](message, fields);
      // An unhandled rejection would end the process.
      if (written instanceof Promise) written.catch(ignore);
    } catch {
      // There is nowhere left to say so.
    }
  };
  return { debug: guard('debug'), info: guard('info'), warn: guard('warn'), error: guard('error') };
}
