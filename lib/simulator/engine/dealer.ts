import type { SchedulerLike, Subscription } from 'rxjs';

import type { Call } from '../call/call.js';
import type { Session } from './session.js';

/** Deals the calls that wait to the sessions that receive their context, to each in its turn. */
export class Dealer {
  readonly #waiting = new Set<Call>();
  /** For each context, who has been dealt a call, least lately first. */
  readonly #turns = new Map<string, Set<Session>>();
  /** The round that is going to be dealt. */
  #round: Subscription | undefined;

  constructor(
    private readonly sessions: () => readonly Session[],
    private readonly scheduler: SchedulerLike,
  ) {}

  add(call: Call): void {
    this.#waiting.add(call);
    this.deal();
  }

  /**
   * Looks for takers, in a turn of the clock of its own: whoever made the call can subscribe to what the caller
   * hears before the app says anything.
   */
  deal(): void {
    this.#round ??= this.scheduler.schedule(() => {
      this.#round = undefined;
      this.#dealNow();
    });
  }

  forget(session: Session): void {
    for (const turns of this.#turns.values()) turns.delete(session);
  }

  close(): void {
    this.#round?.unsubscribe();
    this.#waiting.clear();
  }

  #dealNow(): void {
    for (const call of [...this.#waiting]) {
      if (call.state.kind !== 'waiting') this.#waiting.delete(call);
      else this.#offer(call);
    }
  }

  #offer(call: Call): void {
    const { context } = call.description;
    const turns = this.#turns.get(context) ?? new Set();
    const able = this.sessions().filter(
      (session) => session.link !== undefined && session.contexts.has(context) && !call.passedBy.has(session),
    );
    const next = able.find((session) => !turns.has(session)) ?? [...turns].find((had) => able.includes(had));
    if (next === undefined) return;
    turns.delete(next);
    this.#turns.set(context, turns.add(next));
    this.#waiting.delete(call);
    call.offer(next);
  }
}
