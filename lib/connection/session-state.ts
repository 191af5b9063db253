import type { RelayConnectionError } from '../protocol/errors.js';
import { DEFAULT_RULES, outcomeOf, type Rules, type Setback } from './setback.js';

/** What a session remembers from one connection to the next. */
export interface Memory {
  /** The session to resume, by RELAY's name for it, unless there is none. */
  readonly protocol: string | undefined;
  /** What RELAY last wants to be shown for that. */
  readonly authorizationState: string | undefined;
  /** Whether there was a session before: then calls may hang on it, resumable or not. */
  readonly established: boolean;
  /** Connects that were refused with nothing to resume, running. */
  readonly refusals: number;
  /** How many attempts to connect failed, or gave a connection that did not last, since one that did. */
  readonly attempt: number;
  /** Whether nothing new is taken any more: the calls that there are end first. */
  readonly draining: boolean;
}

/** How the session that is ready came about: `lost` when another was expected. */
export type Continuity = 'first' | 'resumed' | 'lost';

/** Hands a text to the socket. Gives `false` when that did not take it; `failed` is called before one that throws is closed. */
export type Send = (text: string, failed?: () => void) => unknown;

/**
 * What the connection is doing. Everything that is known is in here; what is to be done follows from it.
 * `link` numbers the sockets: one is open as long as its number is there.
 */
export type SessionState =
  | { readonly tag: 'idle'; readonly memory: Memory; readonly link: number }
  | { readonly tag: 'connecting'; readonly memory: Memory; readonly link: number }
  | { readonly tag: 'authenticating'; readonly memory: Memory; readonly link: number; readonly send: Send }
  | {
      readonly tag: 'ready';
      readonly memory: Memory;
      readonly link: number;
      readonly send: Send;
      readonly continuity: Continuity;
    }
  /** RELAY has announced that it will close. */
  | { readonly tag: 'leaving'; readonly memory: Memory; readonly link: number }
  | {
      readonly tag: 'waiting';
      readonly memory: Memory;
      readonly link: number;
      readonly error: RelayConnectionError;
    }
  /** For good: with the error that ended it, or without when the user closed it. */
  | { readonly tag: 'closed'; readonly error: RelayConnectionError | undefined };

export type SessionInput =
  | { readonly tag: 'hold' }
  | { readonly tag: 'release' }
  | { readonly tag: 'opened'; readonly send: Send }
  /** `restored` when RELAY says itself that it has resumed the session. */
  | { readonly tag: 'accepted'; readonly protocol: string | undefined; readonly restored?: boolean }
  /** The connection has been up for so long that the next attempt is a first one. */
  | { readonly tag: 'lasted' }
  | { readonly tag: 'authorized'; readonly authorizationState: string }
  | { readonly tag: 'disconnect'; readonly restart: boolean }
  | { readonly tag: 'setback'; readonly setback: Setback }
  | { readonly tag: 'retry' }
  | { readonly tag: 'drain' }
  | { readonly tag: 'close'; readonly error?: RelayConnectionError };

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

export const initialState: SessionState = { tag: 'idle', memory: NOTHING, link: 0 };

/** The next state. An input that means nothing where the session stands leaves it as it is. */
export function step(state: SessionState, input: SessionInput, rules: Rules = DEFAULT_RULES): SessionState {
  if (state.tag === 'closed') return state;
  const { memory, link } = state;
  switch (input.tag) {
    case 'close':
      return { tag: 'closed', error: input.error };
    case 'release':
      // With nothing held there is no call to come back to: the next connection is a new session.
      return state.tag === 'idle' ? state : { tag: 'idle', memory: NOTHING, link };
    case 'hold':
      return state.tag === 'idle' ? { tag: 'connecting', memory, link: link + 1 } : state;
    case 'retry':
      return state.tag === 'waiting' ? { tag: 'connecting', memory, link: link + 1 } : state;
    case 'opened':
      return state.tag === 'connecting' ? { tag: 'authenticating', memory, link, send: input.send } : state;
    case 'accepted':
      return state.tag === 'authenticating' ? accepted(state, input) : state;
    case 'lasted':
      return state.tag === 'ready' ? { ...state, memory: { ...memory, attempt: 0 } } : state;
    case 'drain':
      return { ...state, memory: { ...memory, draining: true } };
    case 'authorized':
      return { ...state, memory: { ...memory, authorizationState: input.authorizationState } };
    case 'disconnect': {
      if (state.tag !== 'ready' && state.tag !== 'authenticating') return state;
      return { tag: 'leaving', memory: input.restart ? withoutSession(memory) : memory, link };
    }
    case 'setback':
      return state.tag === 'idle' || state.tag === 'waiting'
        ? state
        : afterSetback(state, input.setback, rules);
  }
}

function accepted(
  { memory, link, send }: SessionState & { tag: 'authenticating' },
  { protocol, restored = false }: SessionInput & { tag: 'accepted' },
): SessionState {
  const isSame = memory.protocol !== undefined && memory.protocol === protocol;
  const continuity: Continuity = !memory.established ? 'first' : isSame || restored ? 'resumed' : 'lost';
  return {
    tag: 'ready',
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
  { tag, memory, link }: Exclude<SessionState, { tag: 'closed' }>,
  setback: Setback,
  rules: Rules,
): SessionState {
  const isConnected = tag === 'ready' || tag === 'leaving';
  const phase = isConnected ? 'connected' : memory.established ? 'again' : 'first';
  const { protocol, refusals: before } = memory;
  const outcome = outcomeOf(setback, { resuming: protocol !== undefined, refusals: before, phase }, rules);
  switch (outcome.tag) {
    case 'end':
      return { tag: 'closed', error: outcome.error };
    case 'fresh':
      return { tag: 'connecting', memory: withoutSession(memory), link: link + 1 };
    case 'retry': {
      const { refusals, error } = outcome;
      return { tag: 'waiting', error, link, memory: { ...memory, refusals, attempt: memory.attempt + 1 } };
    }
  }
}

/** The number of the socket that should be open, or undefined for none. */
export function openLink(state: SessionState): number | undefined {
  switch (state.tag) {
    case 'connecting':
    case 'authenticating':
    case 'ready':
    case 'leaving':
      return state.link;
    default:
      return undefined;
  }
}

/** What a user is told of the connection. */
export type ConnectionStatus = 'disconnected' | 'connecting' | 'connected' | 'reconnecting' | 'draining';

export function statusOf(state: SessionState): ConnectionStatus {
  if (state.tag === 'closed' || state.tag === 'idle') return 'disconnected';
  if (state.memory.draining) return 'draining';
  if (state.tag === 'ready') return 'connected';
  return state.memory.established ? 'reconnecting' : 'connecting';
}
