import type { LiveCall } from './live-call.js';

/**
 * The call whose end is being emitted. RxJS unsubscribes and completes in the same turn, so that an operator can ask why
 * it is unsubscribed (`shield`), or why its source completes (`digits` and the other readers). One for all copies of this
 * library in the process: the flow may use another than the client.
 */
interface Ending {
  /** The call whose flow, subscribers and actions are being ended. */
  call: LiveCall | undefined;
  /** The call because of which something completes: that one, or one that ended earlier and is answered late. */
  completing: LiveCall | undefined;
}

const KEY = Symbol.for('relay-rx.endingCall');
const global = globalThis as { [KEY]?: Ending | undefined };
const ending = (global[KEY] ??= { call: undefined, completing: undefined });

/** The call whose end unsubscribes things just now. */
export const endingCall = (): LiveCall | undefined => ending.call;

/** The call because of whose end a source completes just now. */
export const completingCall = (): LiveCall | undefined => ending.completing;

/** Does what the end of a call brings about. */
export function whileEnding(call: LiveCall, act: () => void): void {
  const before = { ...ending };
  ending.call = call;
  ending.completing = call;
  try {
    act();
  } finally {
    Object.assign(ending, before);
  }
}

/** Completes something that belongs to a call which has ended before. */
export function whileCompleting(call: LiveCall, act: () => void): void {
  const before = { ...ending };
  ending.call = undefined;
  ending.completing = call;
  try {
    act();
  } finally {
    Object.assign(ending, before);
  }
}
