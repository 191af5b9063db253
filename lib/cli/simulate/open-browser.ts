import { spawn } from 'node:child_process';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens a URL in the browser; `failed` is called if that is not possible. */
export function openBrowser(url: string, failed: () => void): void {
  const [command = '', ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', failed);
  // Without a desktop the opener starts, and reports the failure by its exit code.
  child.on('exit', (code) => {
    if (code !== 0 && code !== null) failed();
  });
  child.unref();
}
