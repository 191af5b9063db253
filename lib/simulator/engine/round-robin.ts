import type { SchedulerLike, Subscription } from 'rxjs';

import type { Session } from './session.js';

/** An inbound call or message, to be offered to one session that receives its context. */
export interface Offer {
  readonly context: string;
  /** Whether it still waits for a session. */
  readonly isOpen: boolean;
  isRefusedBy(session: Session): boolean;
  offer(session: Session): void;
}

/** Offers waiting calls and messages to the sessions of their context in turn. */
export class RoundRobin {
  readonly #waiting = new Set<Offer>();
  /** The sessions of each context that have received an offer, the least recent first. */
  readonly #turns = new Map<string, Set<Session>>();
  /** The scheduled round of offers. */
  #round: Subscription | undefined;

  constructor(
    private readonly sessions: () => readonly Session[],
    private readonly scheduler: SchedulerLike,
  ) {}

  add(dealt: Offer): void {
    this.#waiting.add(dealt);
    this.offerWaiting();
  }

  /**
   * Schedules a round of offers. It is asynchronous so that a test can make a call and subscribe to `heard$` before the
   * app plays anything.
   */
  offerWaiting(): void {
    this.#round ??= this.scheduler.schedule(() => {
      this.#round = undefined;
      this.#offerNow();
    });
  }

  forget(session: Session): void {
    for (const turns of this.#turns.values()) turns.delete(session);
  }

  /** Removes everything that waits. */
  clear(): void {
    this.#waiting.clear();
  }

  close(): void {
    this.#round?.unsubscribe();
    this.clear();
  }

  #offerNow(): void {
    for (const dealt of [...this.#waiting]) {
      if (dealt.isOpen) this.#offer(dealt);
      else this.#waiting.delete(dealt);
    }
  }

  /** The session whose turn it is in a context; undefined if no session receives it. */
  next(context: string, isRefusedBy: (session: Session) => boolean = () => false): Session | undefined {
    const turns = this.#turns.get(context) ?? new Set();
    const able = this.sessions().filter(
      (session) => session.link !== undefined && session.contexts.has(context) && !isRefusedBy(session),
    );
    const next = able.find((session) => !turns.has(session)) ?? [...turns].find((had) => able.includes(had));
    if (next === undefined) return undefined;
    turns.delete(next);
    this.#turns.set(context, turns.add(next));
    return next;
  }

  #offer(dealt: Offer): void {
    const next = this.next(dealt.context, (session) => dealt.isRefusedBy(session));
    if (next === undefined) return;
    this.#waiting.delete(dealt);
    dealt.offer(next);
  }
}
