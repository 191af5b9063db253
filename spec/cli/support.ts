import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { main } from '../../lib/cli/main.js';
import { program } from '../support/program.js';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Resolves when it has written something that matches, to either. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
}

/** Milliseconds; what takes longer is stuck. */
const LIMIT = 60_000;

/** Starts `relay-rx`, from its source, with no credentials but those in `env`. */
export const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Running => {
  const own = Object.entries(process.env).filter(([name]) => !/^(SIGNALWIRE|RELAY)_/.test(name));
  const child = spawn(process.execPath, [program('lib/cli/index.ts'), ...args], {
    env: { ...Object.fromEntries(own), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT,
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (text: Buffer) => (said[name] += text.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(said.stdout) ?? pattern.exec(said.stderr);
      if (found) return found;
      const next = [once(child.stdout, 'data'), once(child.stderr, 'data')];
      const over = ended.then(({ stderr }) => Promise.reject(new Error(`It ended: ${stderr}`)));
      await Promise.race([...next, over]);
    }
  };
  return { child, ended, says };
};

export const run = (args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran> =>
  start(args, env).ended;

/** As `run`, in this process: what it takes no process of its own to show. */
export const perform = async (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  folder = process.cwd(),
): Promise<Ran> => {
  const said = { stdout: '', stderr: '' };
  const code = await main(args, {
    stdout: (text) => void (said.stdout += text),
    stderr: (text) => void (said.stderr += text),
    env,
    columns: undefined,
    isTerminal: false,
    folder,
    phoneFolder: new URL('file:///nowhere/'),
  });
  return { code, ...said };
};
