import { Subscription } from 'rxjs';

export interface TerminalKeys {
  readonly faster: () => void;
  readonly slower: () => void;
  readonly interrupt: () => void;
}

/** The part of `process.stdin` that reads keys. */
export interface Keyboard {
  setRawMode(isRaw: boolean): unknown;
  on(event: 'data', listener: (data: Buffer) => void): unknown;
  removeListener(event: 'data', listener: (data: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

const CTRL_C = '\u0003';

/** Listens for `+` and `-` until it is unsubscribed. */
export function listenForKeys(keyboard: Keyboard, keys: TerminalKeys): Subscription {
  const pressed = (text: Buffer): void => {
    for (const key of text.toString()) {
      if (key === '+' || key === '=') keys.faster();
      else if (key === '-') keys.slower();
      // In raw mode the terminal sends no SIGINT for Ctrl-C.
      else if (key === CTRL_C) keys.interrupt();
    }
  };
  keyboard.setRawMode(true);
  keyboard.on('data', pressed);
  keyboard.resume();
  return new Subscription(() => {
    keyboard.removeListener('data', pressed);
    keyboard.setRawMode(false);
    keyboard.pause();
  });
}
