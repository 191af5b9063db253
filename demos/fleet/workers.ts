// The worker processes, and how each ended.
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('worker.ts', import.meta.url));

/** The parent's environment with these credentials only. */
const environment = (settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(SIGNALWIRE|RELAY)_/.test(key))),
  ...settings,
});

export class Worker {
  /** How it ended: `exit 0`, `SIGKILL` …; undefined while it runs. */
  exit: string | undefined;
  readonly ended: Promise<void>;
  readonly #process: ChildProcess;

  constructor(
    readonly name: string,
    settings: Readonly<Record<string, string>>,
    onError: (line: string) => void,
    /** A program instead of the fleet's own, with its arguments. Its output is not shown. */
    command: readonly [string, ...string[]] = [program, name],
  ) {
    const [file, ...args] = command;
    this.#process = fork(file, args, {
      env: environment(settings),
      stdio: ['ignore', command[0] === program ? 'inherit' : 'ignore', 'pipe', 'ipc'],
    });
    const { stderr } = this.#process;
    if (stderr) createInterface({ input: stderr }).on('line', onError);
    // `close` comes when the output is closed too: every line has been read then.
    this.ended = new Promise((resolve) => {
      this.#process.once('close', (code, signal) => {
        this.exit = signal ?? `exit ${String(code)}`;
        resolve();
      });
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#process.kill(signal);
  }
}
