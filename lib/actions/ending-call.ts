import type { Connection } from '../connection/connection.js';
import type { RelayConnectionError } from '../protocol/errors.js';
import type { ActiveCalls } from './active-calls.js';

/** A call, as far as its end is concerned. */
export interface EndingCall {
  readonly callId: string;
  readonly isOver: boolean;
  /** The error that it was lost with, where it did not end by itself. */
  readonly failure: RelayConnectionError | undefined;
  readonly activeCalls: ActiveCalls;
  readonly connection: Connection;
}

/**
 * The call whose end is being emitted. RxJS unsubscribes and completes in the same turn, so that an operator can ask why
 * it is unsubscribed (`shield`), or why its source completes (`digits` and the other readers). One for all copies of this
 * library in the process: the flow may use another than the client.
 */
interface Ending {
  /** The call whose flow, subscribers and actions are being ended. */
  call: EndingCall | undefined;
  /** The call because of which something completes: that one, or one that ended earlier and is answered late. */
  completing: EndingCall | undefined;
  /** Whether the flow of the call is being unsubscribed, with all that is in it. */
  isCutting: boolean;
}

const KEY = Symbol.for('relay-rx.endingCall');
const global = globalThis as { [KEY]?: Ending | undefined };
const ending = (global[KEY] ??= { call: undefined, completing: undefined, isCutting: false });

/** The call whose end unsubscribes things just now. */
export const endingCall = (): EndingCall | undefined => ending.call;

/** Whether the flow of that call is being unsubscribed, and not something else that depends on its end. */
export const isCuttingFlow = (): boolean => ending.isCutting;

/** The call because of whose end a source completes just now. */
export const completingCall = (): EndingCall | undefined => ending.completing;

/** Does what the end of a call brings about. */
export const whileEnding = (call: EndingCall, act: () => void): void =>
  during({ call, completing: call, isCutting: false }, act);

/** Unsubscribes the flow of a call that ends, or that nobody looks after any more. */
export const whileCutting = (call: EndingCall, act: () => void): void =>
  during({ call, completing: call, isCutting: true }, act);

/** Completes something that belongs to a call which has ended before. */
export const whileCompleting = (call: EndingCall, act: () => void): void =>
  during({ call: undefined, completing: call, isCutting: false }, act);

function during(now: Ending, act: () => void): void {
  const before = { ...ending };
  Object.assign(ending, now);
  try {
    act();
  } finally {
    Object.assign(ending, before);
  }
}
