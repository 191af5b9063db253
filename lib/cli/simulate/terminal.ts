import { Subscription } from 'rxjs';

export interface TerminalKeys {
  readonly faster: () => void;
  readonly slower: () => void;
  readonly interrupt: () => void;
}

const CTRL_C = '\u0003';

/** Listens for `+` and `-` where the program has a terminal of its own to listen on. */
export function listenForKeys(keys: TerminalKeys): Subscription {
  const { stdin } = process;
  if (!stdin.isTTY) return Subscription.EMPTY;
  const pressed = (text: Buffer): void => {
    for (const key of text.toString()) {
      if (key === '+' || key === '=') keys.faster();
      else if (key === '-') keys.slower();
      // A terminal whose keys are read one by one sends no signal.
      else if (key === CTRL_C) keys.interrupt();
    }
  };
  stdin.setRawMode(true);
  stdin.on('data', pressed);
  stdin.resume();
  return new Subscription(() => {
    stdin.removeListener('data', pressed);
    stdin.setRawMode(false);
    stdin.pause();
  });
}
