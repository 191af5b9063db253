import type { Socket as NetSocket } from 'node:net';
import { Observable, type SchedulerLike } from 'rxjs';
import WebSocket from 'ws';
import { MAX_FRAME_BYTES } from '../protocol/constants.js';
import { RelayProtocolError } from '../protocol/errors.js';
import { Backlog } from './backlog.js';
import { UpgradeError, type HttpResponse } from './upgrade-error.js';

/** Options of a socket. They are a part of ws's `ClientOptions`. */
export interface SocketOptions {
  /** The largest frame to accept, in bytes. */
  readonly maxPayload: number;
  /** How long the opening handshake may take, in ms. */
  readonly handshakeTimeout: number;
  /** Compression is off: for RELAY's small frames it costs more than it saves. */
  readonly perMessageDeflate: false;
  /** A PEM bundle of certificates to trust instead of the system's. */
  readonly ca?: string;
  /** The client certificate in PEM form. */
  readonly cert?: string;
  /** The private key of `cert` in PEM form. */
  readonly key?: string;
}

/** The part of ws's WebSocket that this library uses, and that a custom socket needs. */
export interface RelaySocket {
  readonly readyState: number;
  /** How many sent bytes the peer has not read yet; undefined if that is not known. */
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

/** Makes a socket. By default `(url, options) => new WebSocket(url, options)` of ws. */
export type SocketFactory = (url: string, options: SocketOptions) => RelaySocket;

/** Events of a socket. `closed` is the last. */
export type SocketEvent =
  | {
      readonly kind: 'open';
      /**
       * Sends a text. Returns `false` if the socket did not take it; calls `failed` before a socket that throws is
       * closed.
       */
      readonly send: (text: string, failed?: () => void) => boolean;
      /** Whether it takes frames now. If the server leaves too much unread, this call closes the socket. */
      readonly canSend: () => boolean;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly error: RelayProtocolError }
  | { readonly kind: 'closed'; readonly code: number; readonly reason?: string; readonly error?: Error };

/** How long a server may take for the closing handshake before the socket is terminated, in ms. */
export const CLOSE_TIMEOUT = 2_000;

/** Values of `readyState`. In a test runner that prefers code for browsers, ws is a stub without them. */
const OPEN = 1;
const CLOSED = 3;

export { MAX_BUFFERED_BYTES } from './backlog.js';

/** ws's code for a frame above `maxPayload`. */
const TOO_LARGE = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';

export const webSocket: SocketFactory = (url, options) => new WebSocket(url, options);

/**
 * One socket: subscribing opens it, unsubscribing closes it, and it completes when it is closed. The writes of one turn
 * of the event loop leave in one system call.
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
    // ws has this time-out as well, by the wall clock; a custom socket may have none.
    const { handshakeTimeout } = options;
    const tooSlow = scheduler.schedule(
      () => closed(1006, new Error(`the opening handshake was not done within ${handshakeTimeout} ms`)),
      handshakeTimeout,
    );

    const listeners = {
      upgrade: (response: { socket?: NetSocket | null }) => writes.attach(response.socket),
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
      // After an error there is no wait for a closing handshake.
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
        // The sender is notified first that this was not sent, and then of the loss of the connection.
        failed?.();
        closed(1006, error as Error);
        return false;
      }
    };

    // The arguments are those of ws's events, whose types these handlers have.
    const heard = Object.entries(listeners) as [string, (...args: unknown[]) => void][];
    subscriber.add(() => {
      tooSlow.unsubscribe();
      writes.end();
      for (const [event, listener] of heard) socket.removeListener(event, listener);
      closeWithin(socket, scheduler);
    });
    for (const [event, listener] of heard) socket.on(event, listener);
    // A socket that is open already emits no `open`.
    if (socket.readyState === OPEN) listeners.open();
  });
}

/** A custom factory may return anything. */
function usable(socket: RelaySocket): RelaySocket {
  const methods = ['on', 'removeListener', 'send', 'close', 'terminate'] as const;
  const missing = methods.filter(
    (name) => typeof (socket as Partial<RelaySocket> | null)?.[name] !== 'function',
  );
  if (missing.length > 0)
    throw new TypeError(`RelayClient.socket returned a value without ${missing.join(', ')}`);
  return socket;
}

/** Closes a socket with a closing handshake, and terminates it when that takes too long. */
function closeWithin(socket: RelaySocket, scheduler: SchedulerLike): void {
  if (socket.readyState === CLOSED) return;
  const giveUp = scheduler.schedule(() => socket.terminate(), CLOSE_TIMEOUT);
  // ws reports a close before the opening handshake is done as an error, which without a listener would end the
  // process.
  socket.on('error', () => undefined);
  socket.on('close', () => giveUp.unsubscribe());
  try {
    socket.close(1000);
  } catch {
    // One that cannot even be closed is left to be torn down when its time is up.
  }
}

/**
 * Delays the writes of one turn of the event loop to its end, when they leave together. It works on the TCP socket
 * under the WebSocket; without one, frames leave one by one.
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
    /** Whether writes are delayed now. */
    get isHolding(): boolean {
      return due !== undefined;
    },
    attach(socket: Partial<NetSocket> | null | undefined): void {
      // Under Bun there is none, and under a proxy's agent it may be of another kind.
      tcp = typeof socket?.cork === 'function' ? (socket as NetSocket) : undefined;
    },
    begin(): void {
      if (tcp === undefined || due !== undefined) return;
      tcp.cork();
      due = setImmediate(end);
    },
    end,
  };
}
