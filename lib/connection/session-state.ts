import type { RelayConnectionError } from '../protocol/errors.js';
import { DEFAULT_RULES, outcomeOf, type Rules, type Setback } from './setback.js';

/** The state that a session keeps from one connection to the next. */
export interface Memory {
  /** RELAY's name of the session to resume, if there is one. */
  readonly protocol: string | undefined;
  /** The latest value that RELAY gave for the resume. */
  readonly authorizationState: string | undefined;
  /** Whether there was a session before, which may have calls. */
  readonly established: boolean;
  /** The number of refused connects in a row without a session to resume. */
  readonly refusals: number;
  /** How many attempts have failed, or gave a connection that did not last, since the last one that did. */
  readonly attempt: number;
  /** Whether the client is draining. */
  readonly draining: boolean;
}

/** How a session began: `first`, `resumed`, or `lost` when RELAY did not resume the one before. */
export type Continuity = 'first' | 'resumed' | 'lost';

/**
 * Sends a text over the socket. Returns `false` if the socket did not take it. If the socket throws, `failed` is called
 * before it is closed.
 */
export type Send = (text: string, failed?: () => void) => unknown;

/**
 * The whole state of the connection, from which the actions follow. `link` numbers the sockets: a socket is open as
 * long as the state has its number.
 */
export type SessionState =
  | { readonly kind: 'idle'; readonly memory: Memory; readonly link: number }
  | { readonly kind: 'connecting'; readonly memory: Memory; readonly link: number }
  | { readonly kind: 'authenticating'; readonly memory: Memory; readonly link: number; readonly send: Send }
  | {
      readonly kind: 'ready';
      readonly memory: Memory;
      readonly link: number;
      readonly send: Send;
      readonly continuity: Continuity;
    }
  /** RELAY has announced that it will close. */
  | { readonly kind: 'leaving'; readonly memory: Memory; readonly link: number }
  | {
      readonly kind: 'waiting';
      readonly memory: Memory;
      readonly link: number;
      readonly error: RelayConnectionError;
    }
  /** For good: with the error that ended it, or without when the user closed it. */
  | { readonly kind: 'closed'; readonly error: RelayConnectionError | undefined };

export type SessionInput =
  | { readonly kind: 'hold' }
  | { readonly kind: 'release' }
  | { readonly kind: 'opened'; readonly send: Send }
  /** `restored` when RELAY says itself that it has resumed the session. */
  | { readonly kind: 'accepted'; readonly protocol: string | undefined; readonly restored?: boolean }
  /** The connection has been up for so long that the next attempt is a first one. */
  | { readonly kind: 'lasted' }
  | { readonly kind: 'authorized'; readonly authorizationState: string }
  | { readonly kind: 'disconnect'; readonly restart: boolean }
  | { readonly kind: 'setback'; readonly setback: Setback }
  | { readonly kind: 'retry' }
  | { readonly kind: 'drain' }
  | { readonly kind: 'close'; readonly error?: RelayConnectionError };

const NOTHING: Memory = {
  protocol: undefined,
  authorizationState: undefined,
  established: false,
  refusals: 0,
  attempt: 0,
  draining: false,
};

const withoutSession = (memory: Memory): Memory => ({
  ...memory,
  protocol: undefined,
  authorizationState: undefined,
});

export const initialState: SessionState = { kind: 'idle', memory: NOTHING, link: 0 };

/** The next state. An input without a meaning in a state does not change it. */
export function step(state: SessionState, input: SessionInput, rules: Rules = DEFAULT_RULES): SessionState {
  if (state.kind === 'closed') return state;
  const { memory, link } = state;
  switch (input.kind) {
    case 'close':
      return { kind: 'closed', error: input.error };
    case 'release':
      // Without holders there is no call to resume: the next connection is a new session.
      return state.kind === 'idle' ? state : { kind: 'idle', memory: NOTHING, link };
    case 'hold':
      return state.kind === 'idle' ? { kind: 'connecting', memory, link: link + 1 } : state;
    case 'retry':
      return state.kind === 'waiting' ? { kind: 'connecting', memory, link: link + 1 } : state;
    case 'opened':
      return state.kind === 'connecting' ? { kind: 'authenticating', memory, link, send: input.send } : state;
    case 'accepted':
      return state.kind === 'authenticating' ? accepted(state, input) : state;
    case 'lasted':
      return state.kind === 'ready' ? { ...state, memory: { ...memory, attempt: 0 } } : state;
    case 'drain':
      return { ...state, memory: { ...memory, draining: true } };
    case 'authorized':
      return { ...state, memory: { ...memory, authorizationState: input.authorizationState } };
    case 'disconnect': {
      if (state.kind !== 'ready' && state.kind !== 'authenticating') return state;
      return { kind: 'leaving', memory: input.restart ? withoutSession(memory) : memory, link };
    }
    case 'setback':
      return state.kind === 'idle' || state.kind === 'waiting'
        ? state
        : afterSetback(state, input.setback, rules);
  }
}

function accepted(
  { memory, link, send }: SessionState & { kind: 'authenticating' },
  { protocol, restored = false }: SessionInput & { kind: 'accepted' },
): SessionState {
  const isSame = memory.protocol !== undefined && memory.protocol === protocol;
  const continuity: Continuity = !memory.established ? 'first' : isSame || restored ? 'resumed' : 'lost';
  return {
    kind: 'ready',
    link,
    send,
    continuity,
    memory: {
      ...memory,
      protocol: protocol ?? (restored ? memory.protocol : undefined),
      established: true,
      refusals: 0,
    },
  };
}

function afterSetback(
  { kind, memory, link }: Exclude<SessionState, { kind: 'closed' }>,
  setback: Setback,
  rules: Rules,
): SessionState {
  const isConnected = kind === 'ready' || kind === 'leaving';
  const phase = isConnected ? 'connected' : memory.established ? 'again' : 'first';
  const { protocol, refusals: before } = memory;
  const outcome = outcomeOf(setback, { resuming: protocol !== undefined, refusals: before, phase }, rules);
  switch (outcome.kind) {
    case 'end':
      return { kind: 'closed', error: outcome.error };
    case 'fresh':
      return { kind: 'connecting', memory: withoutSession(memory), link: link + 1 };
    case 'retry': {
      const { refusals, error } = outcome;
      return { kind: 'waiting', error, link, memory: { ...memory, refusals, attempt: memory.attempt + 1 } };
    }
  }
}

/** The number of the socket that should be open, or undefined for none. */
export function openLink(state: SessionState): number | undefined {
  switch (state.kind) {
    case 'connecting':
    case 'authenticating':
    case 'ready':
    case 'leaving':
      return state.link;
    default:
      return undefined;
  }
}

/** The state of the connection that users see. */
export type ConnectionStatus = 'disconnected' | 'connecting' | 'connected' | 'reconnecting' | 'draining';

export function statusOf(state: SessionState): ConnectionStatus {
  if (state.kind === 'closed' || state.kind === 'idle') return 'disconnected';
  if (state.memory.draining) return 'draining';
  if (state.kind === 'ready') return 'connected';
  return state.memory.established ? 'reconnecting' : 'connecting';
}
