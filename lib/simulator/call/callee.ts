import type { Call } from './call.js';
import { Caller } from './caller.js';

/** The party that the app calls. The phone rings until the callee answers, or the behaviour of the number does. */
export class Callee extends Caller {
  /** The tag of the `calling.dial` or `calling.connect` that calls them. */
  readonly tag: string;
  readonly #call: Call;

  /** @internal */
  constructor(call: Call) {
    super(call);
    this.#call = call;
    this.tag = call.tag;
  }

  /** Answers the call. It has no effect once the call is answered. */
  answer(): void {
    this.#call.answer();
  }

  /** Refuses the call, which ends with the reason busy or decline. It has no effect once the call is answered. */
  refuse(reason: 'busy' | 'decline' = 'decline'): void {
    if (this.state === 'ringing') this.#call.end(reason);
  }
}
