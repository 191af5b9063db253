// The key p pauses the campaign, and resumes it.
import { emitKeypressEvents } from 'node:readline';

/** Calls `toggle` at each p, if there is a keyboard. Returns a function that stops listening. */
export const listenForPause = (toggle: () => void): (() => void) => {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  const pressed = (_: string, key: { readonly name?: string; readonly ctrl?: boolean }): void => {
    if (key.name === 'p') toggle();
    // In raw mode the terminal leaves this to the program.
    if (key.ctrl === true && key.name === 'c') process.kill(process.pid, 'SIGINT');
  };
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.on('keypress', pressed).resume();
  return () => {
    stdin.off('keypress', pressed).pause();
    stdin.setRawMode(false);
  };
};
