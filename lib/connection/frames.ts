import { Subject, type Observable, type SchedulerLike } from 'rxjs';
import { AuthorizationStateEvent } from '../protocol/events/session.js';
import { jsonOr } from '../protocol/json-or.js';
import { isolate } from './isolated.js';
import { MASK } from './secret-masking.js';

/** A frame that was sent or received, with credentials masked. */
export interface RelayFrame {
  /** The time, in ms since 1970 on the client's clock. */
  readonly at: number;
  readonly direction: 'sent' | 'received';
  /** The parsed frame. If it is not JSON, a text with its length only: it may contain a secret. */
  readonly frame: unknown;
}

/** Receives each frame of a socket as it is. */
export interface FrameWatch {
  received(text: string): void;
  sent(text: string): void;
}

/** The frames of all sockets, for `frames$`. While nobody is subscribed, they cost next to nothing. */
export class Frames implements FrameWatch {
  readonly #frames$ = new Subject<RelayFrame>();
  readonly #scheduler: SchedulerLike;
  readonly #passed: (direction: RelayFrame['direction']) => void;
  readonly #mask: (text: string) => string;

  readonly frames$: Observable<RelayFrame> = isolate(this.#frames$);

  /**
   * @param passed is called for each frame, with or without subscribers.
   * @param mask masks the current secrets in a text, which RELAY may repeat anywhere.
   */
  constructor(
    scheduler: SchedulerLike,
    passed: (direction: RelayFrame['direction']) => void,
    mask: (text: string) => string,
  ) {
    this.#mask = mask;
    this.#scheduler = scheduler;
    this.#passed = passed;
  }

  /** Called for each received frame. */
  received(text: string): void {
    this.#show('received', text);
  }

  /** Called for each frame before it is sent. */
  sent(text: string): void {
    this.#show('sent', text);
  }

  end(): void {
    this.#frames$.complete();
  }

  #show(direction: RelayFrame['direction'], text: string): void {
    this.#passed(direction);
    if (!this.#frames$.observed) return;
    const clean = this.#mask(text);
    const frame = masked(jsonOr(clean, `(not JSON: ${clean.length} characters)`));
    if (frame !== undefined) this.#frames$.next({ at: this.#scheduler.now(), direction, frame });
  }
}

interface Shape {
  readonly method?: unknown;
  readonly params?: { readonly event_type?: unknown; readonly authorization_state?: unknown } | null;
}

/** A frame without its secrets; undefined for one that contains nothing else. */
function masked(frame: unknown): unknown {
  if (typeof frame !== 'object' || frame === null) return frame;
  const { method, params } = frame as Shape;
  if (params?.event_type === AuthorizationStateEvent.eventType) return undefined;
  if (method !== 'signalwire.connect' || typeof params !== 'object') return frame;
  const state = params?.authorization_state === undefined ? {} : { authorization_state: MASK };
  return { ...frame, params: { ...params, authentication: MASK, ...state } };
}
