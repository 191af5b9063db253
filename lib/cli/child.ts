import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** What a shell says when there is no such command, and when a command cannot be run. */
const NOT_FOUND = 127;
const NOT_RUN = 126;
const BY_SIGNAL = 128;

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a command in this terminal, and passes signals on to it. Resolves to its exit code; to 128 and the signal's
 * number when a signal ended it, as a shell says it.
 */
export function runChild(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: 'inherit', env: { ...env } });
    const forward = (signal: NodeJS.Signals): void => {
      // Ctrl-C reaches everybody in the terminal: a second one would say something else to the command.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const done = (): void => {
      for (const signal of FORWARDED) process.removeListener(signal, forward);
    };
    child.on('error', (cause: NodeJS.ErrnoException) => {
      done();
      const missing = cause.code === 'ENOENT';
      const why = missing ? 'there is no such command' : cause.message;
      reject(new ChildError(`'${command}' cannot be run: ${why}`, missing ? NOT_FOUND : NOT_RUN, cause));
    });
    child.on('close', (code, signal) => {
      done();
      resolve(code ?? BY_SIGNAL + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** A command could not be run. */
export class ChildError extends Error {
  override readonly name = 'ChildError';

  constructor(
    message: string,
    readonly exitCode: number,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** Resolves when the process is told to end. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      for (const signal of FORWARDED) process.removeListener(signal, end);
      resolve();
    };
    for (const signal of FORWARDED) process.on(signal, end);
  });
}
