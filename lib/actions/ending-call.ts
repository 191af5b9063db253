import type { Connection } from '../connection/connection.js';
import type { RelayConnectionError } from '../protocol/errors.js';
import type { ActiveCalls } from './active-calls.js';

/** The part of a call that its end needs. */
export interface EndingCall {
  readonly callId: string;
  readonly isOver: boolean;
  /** The error of the session or connection, if that ended the call. */
  readonly failure: RelayConnectionError | undefined;
  readonly activeCalls: ActiveCalls;
  readonly connection: Connection;
}

/**
 * The call whose end is being emitted. RxJS unsubscribes and completes synchronously, so that an operator can ask why
 * it is unsubscribed (`shield`) or why its source completes (`digits` and the other readers). All copies of this
 * library in the process share it: the flow may use another copy than the client.
 */
interface Ending {
  /** The call whose flow, subscribers and actions are being ended. */
  call: EndingCall | undefined;
  /**
   * The call that is the reason for a completion: the one that ends, or one that ended earlier and is answered late.
   */
  completing: EndingCall | undefined;
  /** Whether the flow of the call is being unsubscribed. */
  isCutting: boolean;
}

const KEY = Symbol.for('relay-rx.endingCall');
const global = globalThis as { [KEY]?: Ending | undefined };
const ending = (global[KEY] ??= { call: undefined, completing: undefined, isCutting: false });

/** The call whose end is being emitted now. */
export const endingCall = (): EndingCall | undefined => ending.call;

/** Whether it is the flow of that call that is being unsubscribed now. */
export const isCuttingFlow = (): boolean => ending.isCutting;

/** The call whose end makes sources complete now. */
export const completingCall = (): EndingCall | undefined => ending.completing;

/** Runs `act` as a consequence of the end of a call. */
export const whileEnding = (call: EndingCall, act: () => void): void =>
  during({ call, completing: call, isCutting: false }, act);

/** Runs `act`, which unsubscribes the flow of a call. */
export const whileCutting = (call: EndingCall, act: () => void): void =>
  during({ call, completing: call, isCutting: true }, act);

/** Runs `act`, which completes a stream of a call that has ended before. */
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
