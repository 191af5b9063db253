import type { Subscription } from 'rxjs';

import type { Call } from '../call/call.js';
import { AudioMixer } from '../call/audio-mixer.js';

/** A room with at least one call. */
export interface SimulatedRoom {
  readonly name: string;
  readonly callIds: readonly string[];
}

/** The rooms of `calling.join_room`. A call is in one room at a time. RELAY has no events for rooms. */
export class Rooms {
  readonly #byName = new Map<string, AudioMixer>();
  readonly #stays = new Map<Call, Subscription>();

  get all(): readonly SimulatedRoom[] {
    return Array.from(this.#byName, ([name, { members }]) => ({
      name,
      callIds: members.map(({ callId }) => callId),
    }));
  }

  has(call: Call): boolean {
    return this.#stays.has(call);
  }

  join(call: Call, name: string): void {
    const mixer = this.#byName.get(name) ?? new AudioMixer();
    this.#byName.set(name, mixer);
    const stay = mixer.join(call);
    stay.add(() => {
      this.#stays.delete(call);
      if (mixer.members.length === 0) this.#byName.delete(name);
    });
    this.#stays.set(call, stay);
    call.life.add(stay);
  }

  leave(call: Call): void {
    const stay = this.#stays.get(call);
    if (stay === undefined) return;
    call.life.remove(stay);
    stay.unsubscribe();
  }
}
