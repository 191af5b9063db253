import { Subscription } from 'rxjs';

import type { Call } from './call.js';
import { forwardAudio } from './forward-audio.js';

/** Calls that hear each other: two connected calls, or a conference. */
export class AudioMixer {
  readonly #members = new Set<Call>();

  get members(): readonly Call[] {
    return [...this.#members];
  }

  /** Adds a call until it is unsubscribed. A muted call hears the others and is not heard. */
  join(call: Call, voice: 'open' | 'muted' = 'open'): Subscription {
    this.#members.add(call);
    const membership = new Subscription(() => this.#members.delete(call));
    if (voice === 'open') membership.add(forwardAudio(call.farEnd, () => this.#othersThan(call)).subscribe());
    return membership;
  }

  #othersThan(call: Call): readonly Call['farEnd'][] {
    return this.members.filter((member) => member !== call).map(({ farEnd }) => farEnd);
  }
}
