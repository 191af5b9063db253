import type { SchedulerLike, Subscription } from 'rxjs';

import type { Session } from './session.js';

/** A call or a message for a context, and goes to one of those who receive it: a call or a message. */
export interface Offer {
  readonly context: string;
  /** Whether it still waits for somebody to take it. */
  readonly isOpen: boolean;
  isRefusedBy(session: Session): boolean;
  offer(session: Session): void;
}

/** Deals what waits to the sessions that receive its context, to each in its turn. */
export class RoundRobin {
  readonly #waiting = new Set<Offer>();
  /** For each context, who has been dealt something, least lately first. */
  readonly #turns = new Map<string, Set<Session>>();
  /** The round that is going to be dealt. */
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
   * Looks for takers, in a turn of the clock of its own: the maker of the call can subscribe to what the caller
   * hears before the app says anything.
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

  /** Forgets what waits for a taker. */
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

  /** The session whose turn it is to have something of a context, if one receives it. */
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
