import type { Subscriber } from 'rxjs';
import { SubscriberListener } from '../connection/request.js';
import type { CommandResult } from '../protocol/answer.js';
import type { LiveCall } from './live-call.js';

/**
 * Brings what becomes of one of the call's own methods to a subscriber. A refusal that says that the call is gone ends the
 * call, and completes the subscriber.
 */
export class CommandListener extends SubscriberListener {
  readonly #call: LiveCall;
  readonly #method: string;

  constructor(call: LiveCall, method: string, subscriber: Subscriber<CommandResult>) {
    super(subscriber);
    this.#call = call;
    this.#method = method;
  }

  override failed(error: Error | undefined): void {
    const isEnd = error !== undefined && this.#call.takeAsEnd(this.#method, error);
    super.failed(isEnd ? undefined : error);
  }
}
