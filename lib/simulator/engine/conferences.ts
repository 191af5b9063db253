import { Subscription } from 'rxjs';

import type { Call } from '../call/call.js';
import { AudioMixer } from '../call/audio-mixer.js';

/** A conference with at least one call. */
export interface SimulatedConference {
  readonly id: string;
  readonly name: string;
  /** Whether its members hear each other. It starts when a call joins with `start_on_enter`. */
  readonly state: 'waiting' | 'started';
  /** The calls in it, in the order in which they joined. */
  readonly callIds: readonly string[];
}

export interface JoinOptions {
  readonly name: string;
  readonly muted: boolean;
  readonly startOnEnter: boolean;
  readonly endOnExit: boolean;
}

interface Conference {
  readonly id: string;
  readonly name: string;
  readonly mixer: AudioMixer;
  readonly members: Map<Call, Member>;
  state: SimulatedConference['state'];
}

interface Member {
  readonly options: JoinOptions;
  /** Unsubscribed when the call leaves. */
  readonly stay: Subscription;
}

/** The conferences. A conference without a call is removed. */
export class Conferences {
  readonly #byName = new Map<string, Conference>();

  constructor(private readonly generateId: () => string) {}

  get all(): readonly SimulatedConference[] {
    return Array.from(this.#byName.values(), ({ id, name, state, members }) => ({
      id,
      name,
      state,
      callIds: Array.from(members.keys(), ({ callId }) => callId),
    }));
  }

  /** The number of calls in the conference; undefined if the call has already joined it. */
  roomFor(call: Call, name: string): number | undefined {
    const members = this.#byName.get(name)?.members;
    return members?.has(call) ? undefined : (members?.size ?? 0);
  }

  has(call: Call, id: string): boolean {
    return [...this.#byName.values()].some(
      (conference) => conference.id === id && conference.members.has(call),
    );
  }

  /** The id of the named conference. Opens it if there is none. */
  idOf(name: string): string {
    return this.#open(name).id;
  }

  join(call: Call, options: JoinOptions): void {
    const conference = this.#open(options.name);
    const stay = new Subscription();
    conference.members.set(call, { options, stay });
    tell(call, conference, 'participant-join');
    if (conference.state === 'started') this.#seat(conference, call);
    else if (options.startOnEnter) this.#start(conference);
    // A call leaves when it ends.
    const leaving = new Subscription(() => this.#leave(conference, call));
    call.life.add(leaving);
    stay.add(() => call.life.remove(leaving));
  }

  leave(call: Call, id: string): void {
    for (const conference of this.#byName.values()) {
      if (conference.id === id) this.#leave(conference, call);
    }
  }

  #open(name: string): Conference {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const conference: Conference = {
      id: this.generateId(),
      name,
      mixer: new AudioMixer(),
      members: new Map(),
      state: 'waiting',
    };
    this.#byName.set(name, conference);
    return conference;
  }

  #start(conference: Conference): void {
    conference.state = 'started';
    for (const call of conference.members.keys()) {
      this.#seat(conference, call);
      tell(call, conference, 'conference-start');
    }
  }

  #seat({ mixer, members }: Conference, call: Call): void {
    const member = members.get(call);
    member?.stay.add(mixer.join(call, member.options.muted ? 'muted' : 'open'));
  }

  #leave(conference: Conference, call: Call): void {
    const member = conference.members.get(call);
    if (member === undefined) return;
    conference.members.delete(call);
    member.stay.unsubscribe();
    tell(call, conference, 'participant-leave');
    if (conference.members.size === 0 || member.options.endOnExit) this.#end(conference, call);
  }

  #end(conference: Conference, last: Call): void {
    this.#byName.delete(conference.name);
    for (const { stay } of conference.members.values()) stay.unsubscribe();
    for (const call of [last, ...conference.members.keys()]) tell(call, conference, 'conference-end');
    conference.members.clear();
  }
}

type Status = 'conference-start' | 'participant-join' | 'participant-leave' | 'conference-end';

const tell = (call: Call, { id, name }: Conference, status: Status): void =>
  call.emit('calling.conference', { conference_id: id, name, status });
