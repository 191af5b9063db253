import { EMPTY, catchError, concatAll, map, of, type Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { RelayConnectionError, RelayError } from '../protocol/errors.js';
import type { Confidential } from './session-secrets.js';
import type { Memory, SessionInput, SessionState } from './session-state.js';
import type { Setback } from './setback.js';

/** The method by which a client authenticates itself. */
export const CONNECT = 'signalwire.connect';

/** The part of a session that authenticating needs. */
interface Authentication {
  readonly state: SessionState & { readonly kind: 'authenticating' };
  /** Emits the params of the request once. */
  readonly connectParams: (memory: Memory) => Observable<Confidential>;
  /** Sends the request. */
  readonly ask: (params: Confidential) => Observable<CommandResult>;
  /** Whether the socket of the request is still the session's. */
  readonly isLinked: () => boolean;
}

/** Authenticates a new connection, or resumes the session: emits what follows from RELAY's answer, and never fails. */
export function authenticate({
  state,
  connectParams,
  ask,
  isLinked,
}: Authentication): Observable<SessionInput> {
  const askWith = (params: Confidential): Observable<SessionInput> =>
    ask(params).pipe(
      map((answer) => accepted(answer, state.memory)),
      catchError((error: unknown) => {
        // An answer that was lost with its socket is handled with the loss of the socket.
        if (error instanceof RelayConnectionError)
          return isLinked() ? of(setback({ kind: 'silent', method: CONNECT })) : EMPTY;
        if (error instanceof RelayError) return of(setback({ kind: 'refused', error }));
        // It was not sent: `generateId` threw.
        return of(setback({ kind: 'socket', code: 1006, error: error as Error }));
      }),
    );
  return connectParams(state.memory).pipe(
    map(askWith),
    catchError((error: unknown) => of(of(setback({ kind: 'no credentials', error })))),
    concatAll(),
  );
}

function accepted({ protocol, session_restored: restored }: CommandResult, memory: Memory): SessionInput {
  if (typeof protocol === 'string' || restored === true)
    return { kind: 'accepted', protocol: protocol as string | undefined, restored: restored === true };
  // In a resume, it counts as a refusal. In a fresh connect, it is a session that cannot be resumed later, which is
  // better than none.
  if (memory.protocol !== undefined || !memory.established)
    throw new RelayError('', 'the answer names no protocol', CONNECT);
  return { kind: 'accepted', protocol: undefined };
}

const setback = (of: Setback): SessionInput => ({ kind: 'setback', setback: of });
