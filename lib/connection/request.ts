import type { Subscriber, Unsubscribable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { finish, reportUnhandled } from './subscriber-list.js';

/** The params of a request, or what makes them when it leaves: what depends on the session is known then. */
export type RequestParams = object | (() => object);

/** Receives the outcome of a request. */
export interface RequestListener {
  /** Called just before the request leaves. */
  readonly sent?: (() => void) | undefined;
  /** RELAY has carried it out. */
  answered(result: CommandResult): void;
  /** It was refused, or has no answer; without an error, the client was closed. */
  failed(error: Error | undefined): void;
}

/** A request, from the moment at which it is asked until it is answered, has failed, or is unsubscribed. */
export class Request implements Unsubscribable {
  readonly method: string;
  readonly params: RequestParams;
  /** When it began to wait for a connection, or was sent: in ms of elapsed time. */
  since = 0;
  /** Owner of the request: those that have not left may be failed together. */
  readonly owner: object | undefined;
  readonly #listener: RequestListener;
  readonly #closed: (request: Request) => void;
  #isClosed = false;

  /** @param closed called once, when nobody waits for it any more. */
  constructor(
    method: string,
    params: RequestParams,
    listener: RequestListener,
    closed: (request: Request) => void,
    owner?: object,
  ) {
    this.method = method;
    this.params = params;
    this.#listener = listener;
    this.#closed = closed;
    this.owner = owner;
  }

  /** Whether nobody waits for it any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  leaving(): void {
    this.#listener.sent?.();
  }

  answer(result: CommandResult): void {
    if (this.#isClosed) return;
    // What a subscriber throws as it is unsubscribed harms nobody else.
    try {
      this.#listener.answered(result);
    } catch (error) {
      reportUnhandled(error);
    }
    this.unsubscribe();
  }

  fail(error: Error | undefined): void {
    if (this.#isClosed) return;
    try {
      this.#listener.failed(error);
    } catch (thrown) {
      reportUnhandled(thrown);
    }
    this.unsubscribe();
  }

  unsubscribe(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closed(this);
  }
}

/** Passes the outcome of a request to a subscriber. */
export class SubscriberListener implements RequestListener {
  readonly #subscriber: Subscriber<CommandResult>;
  readonly sent: (() => void) | undefined;

  constructor(subscriber: Subscriber<CommandResult>, sent?: () => void) {
    this.#subscriber = subscriber;
    this.sent = sent;
  }

  answered(result: CommandResult): void {
    this.#subscriber.next(result);
    this.#subscriber.complete();
  }

  failed(error: Error | undefined): void {
    finish(this.#subscriber, error);
  }
}
