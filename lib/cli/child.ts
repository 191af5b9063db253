import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A shell's exit codes for an unknown command, and for a command that cannot be run. */
const NOT_FOUND = 127;
const NOT_RUN = 126;
const BY_SIGNAL = 128;

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A running command. */
export interface Child {
  /** Resolves to its exit code; 128 plus the signal's number if a signal ended it, as in a shell. */
  readonly exit: Promise<number>;
  /** Sends SIGTERM, and kills it if it has not ended after `grace` ms. Resolves when it has ended. */
  readonly stop: (grace: number) => Promise<void>;
}

/**
 * Starts a command in this terminal, and passes signals on to it.
 *
 * @param env its complete environment
 */
export function startChild(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Child {
  const child = spawn(command, [...args], { stdio: 'inherit', env: { ...env } });
  const forward = (signal: NodeJS.Signals): void => {
    // The terminal already sends Ctrl-C to the command; a second one may force it to quit.
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

/** Runs a command in this terminal until it ends. Resolves to its exit code. */
export const runChild = (
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> => startChild(command, args, env).exit;

/** A command that could not be run. */
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
