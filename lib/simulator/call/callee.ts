import type { Call } from './call.js';
import { Caller } from './caller.js';

/** Somebody whom the app calls. Until they answer, or what was scripted for their number does, the phone rings. */
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

  /** Picks the phone up. Nothing happens when that has been done. */
  answer(): void {
    this.#call.answer();
  }

  /** Refuses the call: it ends with the reason busy or decline. Nothing happens once it is answered. */
  refuse(reason: 'busy' | 'decline' = 'decline'): void {
    if (this.state === 'ringing') this.#call.end(reason);
  }
}
