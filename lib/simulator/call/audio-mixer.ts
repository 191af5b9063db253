import { Subscription } from 'rxjs';

import type { Call } from './call.js';
import { forwardAudio } from './forward-audio.js';

/** Calls that are put together, so that each hears the others: two that are connected, or a conference. */
export class AudioMixer {
  readonly #members = new Set<Call>();

  get members(): readonly Call[] {
    return [...this.#members];
  }

  /** Until it is unsubscribed. Who is muted hears, and is not heard. */
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
