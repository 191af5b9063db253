import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Exit codes of a shell when there is no such command, and when a command cannot be run. */
const NOT_FOUND = 127;
const NOT_RUN = 126;
const BY_SIGNAL = 128;

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A command that runs. */
export interface Child {
  /** Resolves to its exit code; to 128 and the signal's number when a signal ended it, as a shell says it. */
  readonly exit: Promise<number>;
  /** Asks it to end, and kills it if it has not ended after the given ms. Resolves when it has ended. */
  readonly stop: (grace: number) => Promise<void>;
}

/**
 * Starts a command in this terminal, and passes signals on to it.
 *
 * @param env the whole of its environment
 */
export function startChild(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Child {
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
  const exit = new Promise<number>((resolve, reject) => {
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
  const stop = async (grace: number): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), grace);
    await exit.catch(() => undefined);
    clearTimeout(timer);
  };
  return { exit, stop };
}

/** Runs a command in this terminal to its end. Resolves to its exit code. */
export const runChild = (
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> => startChild(command, args, env).exit;

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

/** Resolves when the process receives a signal to end; `cancel` stops listening for that. */
export function untilSignal(): Promise<void> & { readonly cancel: () => void } {
  let cancel = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    const end = (): void => {
      cancel();
      resolve();
    };
    cancel = () => {
      for (const signal of FORWARDED) process.removeListener(signal, end);
    };
    for (const signal of FORWARDED) process.on(signal, end);
  });
  return Object.assign(told, { cancel });
}
