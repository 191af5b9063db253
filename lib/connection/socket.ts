import type { Socket as NetSocket } from 'node:net';
import { Observable, type SchedulerLike } from 'rxjs';
import WebSocket from 'ws';
import { MAX_FRAME_BYTES } from '../protocol/constants.js';
import { RelayProtocolError } from '../protocol/errors.js';
import { Backlog } from './backlog.js';
import { UpgradeError, type HttpResponse } from './upgrade-error.js';

/** Options of the default socket, or of one of the caller's own. All of it is of ws's `ClientOptions`. */
export interface SocketOptions {
  /** The largest frame to accept, in bytes. */
  readonly maxPayload: number;
  /** How long the opening handshake may take, in ms. */
  readonly handshakeTimeout: number;
  /** Compression is off: RELAY's frames are small, and it costs more than it saves. */
  readonly perMessageDeflate: false;
  /** A PEM bundle to trust, in place of the system's. */
  readonly ca?: string;
  /** The certificate that the server is shown, and its key, in PEM form. */
  readonly cert?: string;
  /** The key of `cert`, in PEM form. */
  readonly key?: string;
}

/** The part of ws's WebSocket that this library uses: what a socket of your own must have. */
export interface RelaySocket {
  readonly readyState: number;
  /** How many bytes were sent and wait for the peer to take them; left out where that is not known. */
  readonly bufferedAmount?: number;
  /**
   * `open` (), `message` (data, isBinary), `close` (code, reason), `error` (error), `upgrade` (response),
   * `unexpected-response` (request, response).
   */
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  removeListener(event: string, listener: (...args: unknown[]) => void): unknown;
  send(data: string): void;
  close(code?: number): void;
  terminate(): void;
}

/** How a socket is made: `(url, options) => new WebSocket(url, options)` of ws, unless it is replaced. */
export type SocketFactory = (url: string, options: SocketOptions) => RelaySocket;

/** Changes of a socket. `closed` is the last. */
export type SocketEvent =
  | {
      readonly kind: 'open';
      /** Gives `false` when the socket did not take the text; calls `failed` before a socket that throws is closed. */
      readonly send: (text: string, failed?: () => void) => boolean;
      /** Whether it takes anything now. One whose server leaves too much unread is closed by asking. */
      readonly canSend: () => boolean;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly error: RelayProtocolError }
  | { readonly kind: 'closed'; readonly code: number; readonly reason?: string; readonly error?: Error };

/** How long a server may take over a closing handshake before the socket is torn down, in ms. */
export const CLOSE_TIMEOUT = 2_000;

/** Values of `readyState`. Where a test runner prefers code for browsers, ws is a stub that does not have them. */
const OPEN = 1;
const CLOSED = 3;

export { MAX_BUFFERED_BYTES } from './backlog.js';

/** ws's code for a frame above `maxPayload`. */
const TOO_LARGE = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';

export const webSocket: SocketFactory = (url, options) => new WebSocket(url, options);

/**
 * One socket, from its opening to its close: subscribing opens it, unsubscribing closes it, and it completes when
 * it is closed. The writes of one turn of the event loop leave in one system call.
 */
export function openSocket(
  factory: SocketFactory,
  url: string,
  options: Omit<SocketOptions, 'maxPayload' | 'perMessageDeflate'>,
  scheduler: SchedulerLike,
): Observable<SocketEvent> {
  return new Observable<SocketEvent>((subscriber) => {
    const socket = usable(
      factory(url, { ...options, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false }),
    );
    const writes = coalesceWrites();
    const closed = (code: number, error?: Error, reason?: string): void => {
      subscriber.next({ kind: 'closed', code, ...(error && { error }), ...(reason && { reason }) });
      subscriber.complete();
    };
    // ws keeps this time too, by the wall clock; a socket of the user's own may not keep it at all.
    const { handshakeTimeout } = options;
    const tooSlow = scheduler.schedule(
      () => closed(1006, new Error(`the opening handshake was not done within ${handshakeTimeout} ms`)),
      handshakeTimeout,
    );

    const listeners = {
      upgrade: (response: { socket?: NetSocket }) => writes.attach(response.socket),
      open: () => {
        tooSlow.unsubscribe();
        subscriber.next({ kind: 'open', send, canSend });
      },
      message: (data: { toString(): string }, isBinary: boolean) =>
        subscriber.next(
          isBinary
            ? { kind: 'unreadable', error: new RelayProtocolError('A binary frame: RELAY sends text') }
            : { kind: 'text', text: data.toString() },
        ),
      // Nothing good comes after an error: its closing handshake is not waited for.
      error: (error: Error & { code?: unknown }) => {
        if (error.code !== TOO_LARGE) {
          closed(1006, error);
          return;
        }
        const message = `A frame above ${MAX_FRAME_BYTES} bytes: the connection is replaced`;
        subscriber.next({ kind: 'unreadable', error: new RelayProtocolError(message, { cause: error }) });
        closed(1009, error);
      },
      'unexpected-response': (_: unknown, response: HttpResponse) =>
        closed(1006, new UpgradeError(response, scheduler.now())),
      close: (code: number, reason?: { toString(): string }) => closed(code, undefined, reason?.toString()),
    };
    const backlog = new Backlog();
    const canSend = (): boolean => {
      if (socket.readyState !== OPEN || subscriber.closed) return false;
      const waiting = socket.bufferedAmount ?? 0;
      if (!writes.isHolding) backlog.begin(waiting);
      if (!backlog.isTooMuch(waiting)) return true;
      closed(1006, new Error(`${waiting} bytes wait to be sent, and the server does not read`));
      return false;
    };
    const send = (text: string, failed?: () => void): boolean => {
      if (!canSend()) return false;
      writes.begin();
      try {
        socket.send(text);
        return true;
      } catch (error) {
        // The sender learns first that this was not sent, and only then that all else is lost.
        failed?.();
        closed(1006, error as Error);
        return false;
      }
    };

    // Each is given what ws gives with its event: that is where their own types come from.
    const heard = Object.entries(listeners) as [string, (...args: unknown[]) => void][];
    subscriber.add(() => {
      tooSlow.unsubscribe();
      writes.end();
      for (const [event, listener] of heard) socket.removeListener(event, listener);
      closeWithin(socket, scheduler);
    });
    for (const [event, listener] of heard) socket.on(event, listener);
    // A socket that was opened before it was handed over says 'open' to nobody.
    if (socket.readyState === OPEN) listeners.open();
  });
}

/** A factory of the user's own may give anything. */
function usable(socket: RelaySocket): RelaySocket {
  const methods = ['on', 'removeListener', 'send', 'close', 'terminate'] as const;
  const missing = methods.filter(
    (name) => typeof (socket as Partial<RelaySocket> | null)?.[name] !== 'function',
  );
  if (missing.length > 0) throw new TypeError(`RelayClient.socket gave what has no ${missing.join(', ')}`);
  return socket;
}

/** Closes a socket in good manners, and without them when the other side takes too long. */
function closeWithin(socket: RelaySocket, scheduler: SchedulerLike): void {
  if (socket.readyState === CLOSED) return;
  const giveUp = scheduler.schedule(() => socket.terminate(), CLOSE_TIMEOUT);
  // Closing before the handshake is done is reported as an error, to a listener or to the whole process.
  socket.on('error', () => undefined);
  socket.on('close', () => giveUp.unsubscribe());
  try {
    socket.close(1000);
  } catch {
    // One that cannot even be closed is left to be torn down when its time is up.
  }
}

/**
 * Holds the writes of one turn of the event loop back until its end, when they leave together. It works on the
 * TCP socket under the WebSocket; where there is none to be had, frames leave one by one.
 */
function coalesceWrites() {
  let tcp: NetSocket | undefined;
  let due: NodeJS.Immediate | undefined;
  const end = (): void => {
    if (due === undefined) return;
    clearImmediate(due);
    due = undefined;
    tcp?.uncork();
  };
  return {
    /** Whether what is written now is held back. */
    get isHolding(): boolean {
      return due !== undefined;
    },
    attach(socket: NetSocket | undefined): void {
      tcp = socket;
    },
    begin(): void {
      if (tcp === undefined || due !== undefined) return;
      tcp.cork();
      due = setImmediate(end);
    },
    end,
  };
}
