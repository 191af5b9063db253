import type { Subscriber } from 'rxjs';
import { SubscriberListener } from '../connection/request.js';
import type { CommandResult } from '../protocol/answer.js';

/** A call that ends where RELAY says that it is gone. */
interface EndableCall {
  takeAsEnd(method: string, error: unknown): boolean;
}

/**
 * Passes the answer to a command of the call to its subscriber. A refusal that says that the call is gone ends the
 * call and completes the subscriber.
 */
export class CommandListener extends SubscriberListener {
  readonly #call: EndableCall;
  readonly #method: string;

  constructor(call: EndableCall, method: string, subscriber: Subscriber<CommandResult>) {
    super(subscriber);
    this.#call = call;
    this.#method = method;
  }

  override failed(error: Error | undefined): void {
    const isEnd = error !== undefined && this.#call.takeAsEnd(this.#method, error);
    super.failed(isEnd ? undefined : error);
  }
}
