import type { Subscriber, Unsubscribable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { finish, reportUnhandled } from './subscriber-list.js';

/**
 * The params of a request, or a function that makes them when it is sent: those that depend on the session are known
 * then.
 */
export type RequestParams = object | (() => object);

/** Receives the outcome of a request. */
export interface RequestListener {
  /** Called just before the request is sent. */
  readonly sent?: (() => void) | undefined;
  /** Called with RELAY's answer. */
  answered(result: CommandResult): void;
  /** Called when it was refused or has no answer; without an error when the client was closed. */
  failed(error: Error | undefined): void;
}

/** A request, from its creation until it is answered, has failed or is unsubscribed. */
export class Request implements Unsubscribable {
  readonly method: string;
  /** When it began to wait for a connection, or was sent: in ms of elapsed time. */
  since = 0;
  #params: RequestParams;
  #owner: object | undefined;
  #listener: RequestListener;
  readonly #closed: (request: Request) => void;
  #isClosed = false;

  /**
   * @param closed called once, when it is answered, has failed or is unsubscribed.
   * @param owner can fail its unsent requests together.
   */
  constructor(
    method: string,
    params: RequestParams,
    listener: RequestListener,
    closed: (request: Request) => void,
    owner?: object,
  ) {
    this.method = method;
    this.#params = params;
    this.#listener = listener;
    this.#closed = closed;
    this.#owner = owner;
  }

  /** Whether it is answered, has failed or is unsubscribed. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  get params(): RequestParams {
    return this.#params;
  }

  get owner(): object | undefined {
    return this.#owner;
  }

  leaving(): void {
    this.#listener.sent?.();
  }

  answer(result: CommandResult): void {
    if (this.#isClosed) return;
    // An error thrown by the teardown of a subscriber must not harm others.
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
    // The table of pending requests may have been left to the garbage collector with this in it: see `Place`.
    this.#params = NO_PARAMS;
    this.#owner = undefined;
    this.#listener = NOBODY;
  }
}

const NO_PARAMS = {};

const NOBODY: RequestListener = { answered: () => undefined, failed: () => undefined };

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
