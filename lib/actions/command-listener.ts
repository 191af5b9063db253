import type { Subscriber } from 'rxjs';
import type { RequestListener } from '../connection/request.js';
import type { CommandResult } from '../protocol/answer.js';
import type { LiveCall } from './live-call.js';

/**
 * Brings what becomes of one of the call's own methods to a subscriber. A refusal that says that the call is gone ends the
 * call, and completes the subscriber.
 */
export class CommandListener implements RequestListener {
  readonly #call: LiveCall;
  readonly #method: string;
  readonly #subscriber: Subscriber<CommandResult>;

  constructor(call: LiveCall, method: string, subscriber: Subscriber<CommandResult>) {
    this.#call = call;
    this.#method = method;
    this.#subscriber = subscriber;
  }

  answered(result: CommandResult): void {
    this.#subscriber.next(result);
    this.#subscriber.complete();
  }

  failed(error: Error | undefined): void {
    if (error === undefined || this.#call.takeAsEnd(this.#method, error)) this.#subscriber.complete();
    else this.#subscriber.error(error);
  }
}
