import * as E from 'fp-ts/lib/Either.js';
import { Observable } from 'rxjs';
import { RelayProtocolError } from '../protocol/errors.js';
import type { WireEvent } from '../protocol/events/event.js';
import { AuthorizationStateEvent } from '../protocol/events/session.js';
import {
  acknowledgement,
  isRequest,
  parseFrame,
  type Answer,
  type Refusal,
  type Request,
} from '../protocol/json-rpc.js';
import type { DuplicateEvents } from './duplicate-events.js';
import type { FrameWatch } from './frames.js';
import type { Send } from './session-state.js';
import type { SocketEvent } from './socket.js';

/** Signals of one socket: the frames, read. `closed` is the last. */
export type LinkSignal =
  | { readonly kind: 'open'; readonly send: Send; readonly canSend: () => boolean }
  /** The params of a `signalwire.event`. */
  | { readonly kind: 'event'; readonly params: unknown }
  /** An event that came over a socket before, and was dealt with then. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'answer'; readonly answer: Answer | Refusal }
  | { readonly kind: 'authorized'; readonly authorizationState: string }
  | { readonly kind: 'ping' }
  | { readonly kind: 'disconnect'; readonly restart: boolean }
  | { readonly kind: 'trouble'; readonly error: RelayProtocolError }
  | { readonly kind: 'closed'; readonly code: number; readonly reason?: string; readonly error?: Error };

const trouble = (message: string): LinkSignal => ({
  kind: 'trouble',
  error: new RelayProtocolError(message),
});

/**
 * Reads the frames of a socket, and acknowledges each request of RELAY before it is handled. A socket that cannot be
 * made counts as closed.
 *
 * @param watch receives each frame before it is read or written.
 */
export function link(
  socket$: Observable<SocketEvent>,
  duplicates: DuplicateEvents,
  watch?: FrameWatch,
): Observable<LinkSignal> {
  return new Observable((subscriber) => {
    let send: Send = () => undefined;

    const read = (text: string): LinkSignal => {
      watch?.received(text);
      const frame = parseFrame(text);
      if (E.isLeft(frame)) return { kind: 'trouble', error: frame.left };
      if (!isRequest(frame.right)) return { kind: 'answer', answer: frame.right };
      send(acknowledgement(frame.right.id));
      if (frame.right.method === 'signalwire.event' && duplicates.has(text, frame.right))
        return { kind: 'repeated' };
      return requested(frame.right);
    };

    const signalOf = (event: SocketEvent): LinkSignal => {
      switch (event.kind) {
        case 'open':
          send = watched(event.send, watch);
          return { kind: 'open', send, canSend: event.canSend };
        case 'text':
          return read(event.text);
        case 'unreadable':
          return { kind: 'trouble', error: event.error };
        case 'closed':
          return event;
      }
    };

    return socket$.subscribe({
      next: (event) => subscriber.next(signalOf(event)),
      error: (error: unknown) => {
        subscriber.next({ kind: 'closed', code: 1006, error: error as Error });
        subscriber.complete();
      },
      complete: () => subscriber.complete(),
    });
  });
}

const watched = (send: Send, watch: FrameWatch | undefined): Send =>
  watch === undefined
    ? send
    : (text, failed) => {
        watch.sent(text);
        return send(text, failed);
      };

function requested({ method, params }: Request): LinkSignal {
  switch (method) {
    case 'signalwire.event':
      return isAuthorization(params) ? authorized(params) : { kind: 'event', params };
    case 'signalwire.ping':
      return { kind: 'ping' };
    case 'signalwire.disconnect':
      return {
        kind: 'disconnect',
        restart: (params as { restart?: unknown } | null | undefined)?.restart === true,
      };
    default:
      // An unknown name may have any length.
      return trouble(`RELAY asks for ${method.slice(0, 100)}, which this client does not know`);
  }
}

const isAuthorization = (params: unknown): params is WireEvent =>
  (params as Partial<WireEvent> | null | undefined)?.event_type === AuthorizationStateEvent.eventType;

function authorized(event: WireEvent): LinkSignal {
  const decoded = AuthorizationStateEvent.decode(event);
  return E.isRight(decoded)
    ? { kind: 'authorized', authorizationState: decoded.right.authorizationState }
    : trouble(`${event.event_type} does not decode`);
}
